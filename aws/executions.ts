// Step Functions: starting machines by a name that cannot start twice, asking how they are, waking what waits.
import {
  DescribeExecutionCommand,
  paginateListExecutions,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { clientSettings } from './client-settings.ts';
import { isNamed } from './failure.ts';

export interface Executions {
  /** False when an execution of that name was started before. */
  start(options: { machineArn: string; name: string; input: object }): Promise<boolean>;
  isRunning(executionArn: string): Promise<boolean>;
  /** All of a machine that run, with one call for a thousand; one that has just begun may be missing. */
  running(machineArn: string): Promise<ReadonlySet<string>>;
  /** False when nobody waits for the token any more. */
  wake(taskToken: string, output: object): Promise<boolean>;
  fail(taskToken: string, error: string, cause: string): Promise<boolean>;
}

const NOBODY_WAITS = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'] as const;

/** Nobody gives more at once. */
const PAGE = 1000;

export function openExecutions(): Executions {
  const client = new SFNClient(clientSettings());
  const resume = async (send: () => Promise<unknown>): Promise<boolean> => {
    try {
      await send();
      return true;
    } catch (error) {
      if (isNamed(error, ...NOBODY_WAITS)) return false;
      throw error;
    }
  };
  return {
    async start({ machineArn, name, input }) {
      try {
        await client.send(
          new StartExecutionCommand({
            stateMachineArn: machineArn,
            name,
            input: JSON.stringify(input),
          }),
        );
        return true;
      } catch (error) {
        if (isNamed(error, 'ExecutionAlreadyExists')) return false;
        throw error;
      }
    },
    async isRunning(executionArn) {
      try {
        const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
        return status === 'RUNNING';
      } catch (error) {
        if (isNamed(error, 'ExecutionDoesNotExist')) return false;
        throw error;
      }
    },
    async running(stateMachineArn) {
      const found = new Set<string>();
      const query = { stateMachineArn, statusFilter: 'RUNNING' as const };
      for await (const page of paginateListExecutions({ client, pageSize: PAGE }, query)) {
        for (const { executionArn = '' } of page.executions ?? []) found.add(executionArn);
      }
      return found;
    },
    wake: (taskToken, output) =>
      resume(() =>
        client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) })),
      ),
    fail: (taskToken, error, cause) =>
      resume(() => client.send(new SendTaskFailureCommand({ taskToken, error, cause }))),
  };
}

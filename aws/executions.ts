// Step Functions: starting machines by a name that cannot start twice, asking how they are, waking what waits.
import {
  DescribeExecutionCommand,
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
  /** False when nobody waits for the token any more. */
  wake(taskToken: string, output: object): Promise<boolean>;
  fail(taskToken: string, error: string, cause: string): Promise<boolean>;
}

const NOBODY_WAITS = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'] as const;

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
    wake: (taskToken, output) =>
      resume(() =>
        client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) })),
      ),
    fail: (taskToken, error, cause) =>
      resume(() => client.send(new SendTaskFailureCommand({ taskToken, error, cause }))),
  };
}

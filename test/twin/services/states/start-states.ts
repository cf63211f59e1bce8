// A twin with Step Functions and what a test needs beside it, and the calls that nearly every test makes.
import {
  CreateStateMachineCommand,
  type CreateStateMachineCommandInput,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type StatesOptions, statesService } from '../../../../twin/services/states/index.ts';
import { type StartOptions, startTwin } from '../../support/start-twin.ts';

const ROLE_ARN = 'arn:aws:iam::123456789012:role/machine';

/** Long enough for every machine of these tests. */
const LONG_SECONDS = 100_000;

export interface StartStatesOptions extends StatesOptions {
  readonly services?: StartOptions['services'];
  readonly seed?: number;
}

export function startStates({ services = [], seed = 1, ...options }: StartStatesOptions = {}) {
  const started = startTwin({ services: [statesService(options), ...services], seed });
  const client = started.client(SFNClient);
  const { pump } = started;
  let machines = 0;

  /** A machine from its states; the first one starts. */
  async function create(
    states: Readonly<Record<string, object>>,
    more: Partial<CreateStateMachineCommandInput> & {
      readonly definition?: never;
      top?: object;
    } = {},
  ): Promise<string> {
    machines += 1;
    const { top, ...rest } = more;
    const definition = JSON.stringify({ StartAt: Object.keys(states)[0], States: states, ...top });
    const input = { name: `machine-${machines}`, roleArn: ROLE_ARN, ...rest, definition };
    const { stateMachineArn = '' } = await pump.runUntil(
      client.send(new CreateStateMachineCommand(input)),
    );
    return stateMachineArn;
  }

  async function start(stateMachineArn: string, input: unknown = {}, name?: string) {
    const { executionArn = '' } = await pump.runUntil(
      client.send(
        new StartExecutionCommand({
          stateMachineArn,
          input: JSON.stringify(input),
          ...(name === undefined ? {} : { name }),
        }),
      ),
    );
    return executionArn;
  }

  const describe = (executionArn: string) =>
    pump.runUntil(client.send(new DescribeExecutionCommand({ executionArn })));

  async function history(executionArn: string): Promise<readonly HistoryEvent[]> {
    const { events = [] } = await pump.runUntil(
      client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 })),
    );
    return events;
  }

  /** Creates, starts, lets time pass, and describes. */
  async function run(
    states: Readonly<Record<string, object>>,
    { input = {}, seconds = LONG_SECONDS, ...more }: RunOptions = {},
  ) {
    const executionArn = await start(await create(states, more), input);
    await started.pass(seconds);
    const { output, ...description } = await describe(executionArn);
    return {
      ...description,
      executionArn,
      output: output === undefined ? undefined : JSON.parse(output),
      types: (await history(executionArn)).map(({ type }) => type),
    };
  }

  return { ...started, sfn: client, create, start, describe, history, run };
}

interface RunOptions {
  readonly input?: unknown;
  readonly seconds?: number;
  readonly top?: object;
}

export const JSONATA = { QueryLanguage: 'JSONata' };

/** A machine of one state that takes a minute. */
export const WAIT = { W: { Type: 'Wait', Seconds: 60, End: true } };

/** A map `M` whose items are executions of their own; the first of the states starts. */
export const distributed = (more: object, states: Readonly<Record<string, object>>) => ({
  M: {
    Type: 'Map',
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: Object.keys(states)[0],
      States: states,
    },
    End: true,
    ...more,
  },
});

/** Benchmarks of Step Functions: each function does one unit of work, so its rate is units per second. */
import { states } from '../../twin/services/states/index.ts';
import { createTwin, DEFAULT_REGION, type Twin } from '../../twin/twin.ts';

const ROLE_ARN = 'arn:aws:iam::123456789012:role/machine';

/** Ten states of seven kinds, with expressions, variables, a branch, an iteration and a wait. */
const TEN_STATES = {
  QueryLanguage: 'JSONata',
  StartAt: 'Receive',
  States: {
    Receive: {
      Type: 'Pass',
      Assign: { service: '{% $states.input.service %}', weights: [10, 25, 50, 100] },
      Next: 'Admit',
    },
    Admit: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $service = "auth" %}', Next: 'Plan' }],
      Default: 'Refused',
    },
    Plan: {
      Type: 'Pass',
      Output: { phases: '{% $map($weights, function($w) { {"weight": $w} }) %}' },
      Next: 'Shift',
    },
    Shift: {
      Type: 'Map',
      Items: '{% $states.input.phases %}',
      MaxConcurrency: 1,
      ItemProcessor: {
        StartAt: 'Bake',
        States: { Bake: { Type: 'Wait', Seconds: 60, End: true } },
      },
      Next: 'Verify',
    },
    Verify: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Read', States: { Read: { Type: 'Pass', Output: 1, End: true } } },
        { StartAt: 'Compare', States: { Compare: { Type: 'Pass', Output: 2, End: true } } },
      ],
      Output: '{% $sum($states.result) %}',
      Next: 'Done',
    },
    Done: { Type: 'Succeed' },
    Refused: { Type: 'Fail', Error: 'Refused' },
  },
};

interface Stage {
  readonly twin: Twin;
  readonly stateMachineArn: string;
}

async function prepare(): Promise<Stage> {
  const twin = createTwin({ services: [states as never], keepTrace: 100 });
  const created = await call(twin, 'CreateStateMachine', {
    name: 'ten-states',
    roleArn: ROLE_ARN,
    definition: JSON.stringify(TEN_STATES),
    type: 'STANDARD',
  });
  return { twin, stateMachineArn: created['stateMachineArn'] ?? '' };
}

async function call(twin: Twin, operation: string, input: object): Promise<Record<string, string>> {
  const answer = twin.call({ service: 'states', operation, input, region: DEFAULT_REGION });
  return (await twin.pump.runUntil(answer)) as Record<string, string>;
}

const stage = await prepare();

/** One execution of ten states, from StartExecution to its end, with its history kept. */
export async function runTenStates(): Promise<void> {
  await runOn(stage);
}

async function runOn({ twin, stateMachineArn }: Stage): Promise<void> {
  await call(twin, 'StartExecution', { stateMachineArn, input: '{"service":"auth"}' });
  await twin.pump.run();
}

/** Fifty executions side by side: the unit is all of them. */
export async function runFiftyAtOnce(): Promise<void> {
  const { twin, stateMachineArn } = stage;
  const input = '{"service":"auth"}';
  await Promise.all(
    Array.from({ length: 50 }, () =>
      twin.call({
        service: 'states',
        operation: 'StartExecution',
        input: { stateMachineArn, input },
        region: DEFAULT_REGION,
      }),
    ),
  );
  await twin.pump.run();
}

/** Bytes of heap that an execution of ten states leaves behind, over ten thousand of them. */
export async function bytesPerExecution(count = 10_000): Promise<number> {
  const fresh = await prepare();
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < count; index += 1) await runOn(fresh);
  globalThis.gc?.();
  const after = process.memoryUsage().heapUsed;
  // Asked last, so that the executions are still there when the heap is measured.
  await call(fresh.twin, 'DescribeStateMachine', { stateMachineArn: fresh.stateMachineArn });
  return (after - before) / count;
}

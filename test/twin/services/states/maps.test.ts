import {
  DescribeMapRunCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { distributed, JSONATA, startStates, WAIT } from './start-states.ts';

describe('distributed maps', () => {
  const PICKY = {
    C: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input = 2 %}', Next: 'F' }],
      Default: 'P',
    },
    F: { Type: 'Fail', Error: 'Two' },
    P: { Type: 'Pass', End: true },
  };

  it('are runs that can be looked at', async () => {
    const { run, sfn, pump } = startStates();
    const states = distributed({ ToleratedFailureCount: 1 }, PICKY);
    const result = await run(states, { input: [1, 2, 3], top: JSONATA });
    expect(result.output).toMatchObject([1, { Error: 'Two', Status: 'FAILED' }, 3]);
    const { mapRuns: [mapRun] = [] } = await pump.runUntil(
      sfn.send(new ListMapRunsCommand({ executionArn: result.executionArn })),
    );
    const mapRunArn = mapRun?.mapRunArn;
    expect(await pump.runUntil(sfn.send(new DescribeMapRunCommand({ mapRunArn })))).toMatchObject({
      status: 'SUCCEEDED',
      itemCounts: { total: 3, succeeded: 2, failed: 1 },
    });
    const { executions } = await pump.runUntil(sfn.send(new ListExecutionsCommand({ mapRunArn })));
    expect(executions).toHaveLength(3);
  });

  it.each([
    ['no failure', {}],
    ['a share below that of the failures', { ToleratedFailurePercentage: 30 }],
  ])('that tolerate %s fail', async (_, more) => {
    const { run } = startStates();
    const result = await run(distributed(more, PICKY), { input: [1, 2, 3], top: JSONATA });
    expect(result.error).toBe('States.ExceedToleratedFailureThreshold');
  });

  it('hand on items in batches', async () => {
    const { run } = startStates();
    const ItemBatcher = { MaxItemsPerBatch: 2, BatchInput: { who: '{% $states.input[0] %}' } };
    const states = distributed({ ItemBatcher }, { P: { Type: 'Pass', End: true } });
    const result = await run(states, { input: [1, 2, 3], top: JSONATA });
    expect(result.output).toEqual([
      { BatchInput: { who: 1 }, Items: [1, 2] },
      { BatchInput: { who: 1 }, Items: [3] },
    ]);
  });
});

describe('inline maps', () => {
  it('run as many iterations at a time as they are told', async () => {
    const { run } = startStates();
    const processor = { StartAt: 'W', States: WAIT };
    for (const [MaxConcurrency, seconds] of [
      [1, 240],
      [2, 120],
      [0, 60],
    ]) {
      const states = { M: { Type: 'Map', MaxConcurrency, ItemProcessor: processor, End: true } };
      const { startDate, stopDate } = await run(states, { input: [1, 2, 3, 4] });
      expect(((stopDate?.getTime() ?? 0) - (startDate?.getTime() ?? 0)) / 1000).toBe(seconds);
    }
  });

  it('end the other iterations when one fails', async () => {
    const { run } = startStates();
    const result = await run(
      {
        M: {
          Type: 'Map',
          End: true,
          ItemProcessor: {
            StartAt: 'C',
            States: {
              C: {
                Type: 'Choice',
                Choices: [{ Variable: '$', NumericEquals: 1, Next: 'F' }],
                Default: 'W',
              },
              F: { Type: 'Fail', Error: 'One' },
              ...WAIT,
            },
          },
        },
      },
      { input: [0, 1], seconds: 10 },
    );
    expect(result).toMatchObject({ status: 'FAILED', error: 'One' });
    expect(result.types).toContain('WaitStateAborted');
    expect(result.types).toContain('MapIterationAborted');
  });
});

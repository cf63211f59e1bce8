import {
  CreateStateMachineAliasCommand,
  DescribeMapRunCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  PublishStateMachineVersionCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import type { ServiceEvent } from '../../../../twin/host/peers.ts';
import { defineService } from '../../../../twin/host/service.ts';
import { JSONATA, startStates } from './start-states.ts';

const WAIT = { W: { Type: 'Wait', Seconds: 60, End: true } };

/** A bus that only remembers. */
function listeningBus() {
  const heard: ServiceEvent[] = [];
  const bus = defineService({
    id: 'events',
    load: () => import('@aws-sdk/client-eventbridge'),
    create: () => ({
      operations: {},
      peer: { emit: (event: ServiceEvent) => void heard.push(event) },
    }),
  });
  return { bus, heard };
}

describe('executions', () => {
  it('can be started twice by name while they run, with the same input', async () => {
    const { create, start } = startStates();
    const machine = await create(WAIT);
    const first = await start(machine, { a: 1 }, 'release-7');
    expect(await start(machine, { a: 1 }, 'release-7')).toBe(first);
    await expect(start(machine, { a: 2 }, 'release-7')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
  });

  it('keep the definition that they were started with', async () => {
    const { create, start, pass, sfn, pump, describe: look } = startStates();
    const states = { ...WAIT, W: { ...WAIT.W, End: undefined, Next: 'P' } };
    const machine = await create({ ...states, P: { Type: 'Pass', Result: 'old', End: true } });
    const executionArn = await start(machine);
    const definition = '{"StartAt":"P","States":{"P":{"Type":"Pass","Result":"new","End":true}}}';
    await pump.runUntil(
      sfn.send(new UpdateStateMachineCommand({ stateMachineArn: machine, definition })),
    );
    await pass(61);
    expect((await look(executionArn)).output).toBe('"old"');
  });

  it('stop when they are told to, and nothing catches that', async () => {
    const { create, start, pass, sfn, pump, describe: look, history } = startStates();
    const branch = { StartAt: 'W', States: WAIT };
    const machine = await create({
      P: {
        Type: 'Parallel',
        Branches: [branch],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
        Next: 'Caught',
      },
      Caught: { Type: 'Succeed' },
    });
    const executionArn = await start(machine);
    await pass(5);
    const command = new StopExecutionCommand({ executionArn, error: 'Operator', cause: 'enough' });
    await pump.runUntil(sfn.send(command));
    await pass(100);
    expect(await look(executionArn)).toMatchObject({
      status: 'ABORTED',
      error: 'Operator',
      cause: 'enough',
    });
    expect((await history(executionArn)).at(-1)?.type).toBe('ExecutionAborted');
  });

  it('go on from the state that failed when they are redriven', async () => {
    const { create, start, pass, sfn, pump, describe: look, history } = startStates();
    const machine = await create({
      First: { Type: 'Pass', Next: 'Slow' },
      Slow: { Type: 'Wait', Seconds: 60, Next: 'Last' },
      Last: { Type: 'Pass', End: true },
    });
    const executionArn = await start(machine, { a: 1 });
    await pass(5);
    await pump.runUntil(sfn.send(new StopExecutionCommand({ executionArn })));
    await pump.runUntil(sfn.send(new RedriveExecutionCommand({ executionArn })));
    await pass(100);
    expect(await look(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      redriveCount: 1,
      output: '{"a":1}',
    });
    const types = (await history(executionArn)).map(({ type }) => type);
    expect(types.filter((type) => type === 'PassStateEntered')).toHaveLength(2);
    expect(types).toContain('ExecutionRedriven');
  });

  it('cannot be redriven after a success', async () => {
    const { run, sfn, pump } = startStates();
    const { executionArn } = await run(WAIT);
    const redrive = sfn.send(new RedriveExecutionCommand({ executionArn }));
    await expect(pump.runUntil(redrive)).rejects.toMatchObject({
      name: 'ExecutionNotRedrivable',
      message: 'Execution is SUCCEEDED and cannot be redriven',
    });
  });

  it('are listed newest first, by status, in pages', async () => {
    const { create, start, pass, sfn, pump } = startStates();
    const machine = await create(WAIT);
    for (const name of ['one', 'two', 'three']) {
      await start(machine, {}, name);
      await pass(25);
    }
    const list = (more: object) =>
      pump.runUntil(sfn.send(new ListExecutionsCommand({ stateMachineArn: machine, ...more })));
    const page = await list({ maxResults: 2 });
    expect(page.executions?.map(({ name }) => name)).toEqual(['three', 'two']);
    const rest = await list({ maxResults: 2, nextToken: page.nextToken });
    expect(rest.executions?.map(({ name }) => name)).toEqual(['one']);
    const ended = await list({ statusFilter: 'SUCCEEDED' });
    expect(ended.executions?.map(({ name }) => name)).toEqual(['one']);
  });

  it('show their history backwards and without data', async () => {
    const { run, sfn, pump } = startStates();
    const { executionArn } = await run({ P: { Type: 'Pass', End: true } }, { input: { a: 1 } });
    const { events = [] } = await pump.runUntil(
      sfn.send(
        new GetExecutionHistoryCommand({
          executionArn,
          reverseOrder: true,
          includeExecutionData: false,
        }),
      ),
    );
    expect(events.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
    expect(JSON.stringify(events)).not.toContain('"input":"');
  });

  it('tell the bus of each change of their status, unless they are express', async () => {
    const { bus, heard } = listeningBus();
    const { run, create, sfn, pump } = startStates({ services: [bus] });
    await run(WAIT);
    const express = await create(WAIT, { type: 'EXPRESS' });
    await pump.runUntil(sfn.send(new StartSyncExecutionCommand({ stateMachineArn: express })));
    expect(heard.map(({ detail }) => 'status' in detail && detail.status)).toEqual([
      'RUNNING',
      'SUCCEEDED',
    ]);
    expect(heard[0]).toMatchObject({
      source: 'aws.states',
      detailType: 'Step Functions Execution Status Change',
      delivery: 'bestEffort',
    });
  });

  it('are killed where a fault strikes, as StopExecution would', async () => {
    const { twin, run } = startStates();
    twin.faults.add({ hook: 'execution', fault: 'killed', atEvent: 3 });
    const result = await run({
      A: { Type: 'Pass', Next: 'B' },
      B: { Type: 'Pass', End: true },
    });
    expect(result).toMatchObject({
      status: 'ABORTED',
      types: ['ExecutionStarted', 'PassStateEntered', 'PassStateExited', 'ExecutionAborted'],
    });
  });
});

describe('the whole service', () => {
  it('does the same for the same seed', async () => {
    const hashOf = async (seed: number) => {
      const { run, twin } = startStates({ seed });
      await run(
        {
          P: { Type: 'Pass', Output: '{% [$uuid(), $random()] %}', Next: 'M' },
          M: { Type: 'Map', ItemProcessor: { StartAt: 'W', States: WAIT }, End: true },
        },
        { top: JSONATA },
      );
      return twin.trace.hash();
    };
    const first = await hashOf(7);
    expect(await hashOf(7)).toBe(first);
    expect(await hashOf(8)).not.toBe(first);
  });
});

describe('express executions', () => {
  it('answer at their end when asked to', async () => {
    const { create, sfn, pump } = startStates();
    const stateMachineArn = await create(WAIT, { type: 'EXPRESS' });
    const answer = await pump.runUntil(
      sfn.send(new StartSyncExecutionCommand({ stateMachineArn, input: '{"a":1}' })),
    );
    expect(answer).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"a":1}',
      billingDetails: { billedDurationInMilliseconds: 60_000 },
    });
  });

  it('end after five minutes', async () => {
    const { create, sfn, pump } = startStates();
    const states = { W: { Type: 'Wait', Seconds: 600, End: true } };
    const stateMachineArn = await create(states, { type: 'EXPRESS' });
    const answer = await pump.runUntil(
      sfn.send(new StartSyncExecutionCommand({ stateMachineArn })),
    );
    expect(answer.status).toBe('TIMED_OUT');
  });
});

describe('versions and aliases', () => {
  it('route executions by weight', async () => {
    const { create, sfn, pump, describe: look } = startStates();
    const stateMachineArn = await create(WAIT);
    const publish = () =>
      pump.runUntil(sfn.send(new PublishStateMachineVersionCommand({ stateMachineArn })));
    const { stateMachineVersionArn: first } = await publish();
    const definition = '{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}';
    await pump.runUntil(sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition })));
    const { stateMachineVersionArn: second } = await publish();
    const { stateMachineAliasArn } = await pump.runUntil(
      sfn.send(
        new CreateStateMachineAliasCommand({
          name: 'live',
          routingConfiguration: [
            { stateMachineVersionArn: first, weight: 80 },
            { stateMachineVersionArn: second, weight: 20 },
          ],
        }),
      ),
    );
    const used = new Map<string | undefined, number>();
    for (let count = 0; count < 100; count += 1) {
      const { executionArn = '' } = await pump.runUntil(
        sfn.send(new StartExecutionCommand({ stateMachineArn: stateMachineAliasArn })),
      );
      const { stateMachineVersionArn, stateMachineAliasArn: alias } = await look(executionArn);
      expect(alias).toBe(stateMachineAliasArn);
      used.set(stateMachineVersionArn, (used.get(stateMachineVersionArn) ?? 0) + 1);
    }
    expect([...used.keys()].sort()).toEqual([first, second]);
    expect(used.get(first)).toBeGreaterThan(used.get(second) ?? 0);
  });
});

describe('distributed maps', () => {
  const distributed = (more: object, states: Record<string, object>) => ({
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
    expect(result.output).toEqual([1, { Error: 'Two', Cause: '' }, 3]);
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

  it('name the place of results that are written elsewhere', async () => {
    const { run } = startStates();
    const ResultWriter = {
      Resource: 'arn:aws:states:::s3:putObject',
      Arguments: { Bucket: 'results', Prefix: 'run' },
    };
    const states = distributed({ ResultWriter }, { P: { Type: 'Pass', End: true } });
    const { output } = await run(states, { input: [1], top: JSONATA });
    expect(output.ResultWriterDetails).toMatchObject({ Bucket: 'results' });
    expect(output.ResultWriterDetails.Key).toMatch(/^run\/[\w-]+\/manifest\.json$/);
  });

  it('fail where they read from S3, which the twin does not have', async () => {
    const { run } = startStates();
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:getObject',
      Arguments: { Bucket: 'items', Key: 'all.json' },
    };
    const states = distributed({ ItemReader }, { P: { Type: 'Pass', End: true } });
    const { error } = await run(states, { top: JSONATA });
    expect(error).toBe('States.ItemReaderFailed');
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

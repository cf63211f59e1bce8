import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import type { ServiceEvent } from '../../../../twin/host/peers.ts';
import { defineService } from '../../../../twin/host/service.ts';
import { JSONATA, startStates, WAIT } from './start-states.ts';

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

describe('executions that a fault makes slow', () => {
  const STATES = { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', End: true } };
  const lasted = ({
    startDate,
    stopDate,
  }: Partial<Record<'startDate' | 'stopDate', Date | undefined>>) =>
    (Number(stopDate) - Number(startDate)) / 1000;

  it('take longer at each transition, as often as the rule says', async () => {
    const { twin, run } = startStates();
    twin.faults.add({ hook: 'execution', fault: 'slow', delayMs: 30_000, times: 1 });
    const slow = await run(STATES);
    expect(slow.status).toBe('SUCCEEDED');
    expect(lasted(slow)).toBe(60);
    expect(lasted(await run(STATES))).toBe(0);
    expect(twin.faults.counts()).toEqual({ 'execution.slow': 1 });
  });

  it.each([
    ['machine-1', 20],
    ['another', 0],
  ])('are those of the machine named %s', async (name, seconds) => {
    const { twin, run } = startStates();
    twin.faults.add({ hook: 'execution', fault: 'slow', name });
    expect(lasted(await run(STATES))).toBe(seconds);
  });

  it('are late in their branches too, and run into their time-outs', async () => {
    const { twin, run } = startStates();
    twin.faults.add({ hook: 'execution', fault: 'slow' });
    const branch = { StartAt: 'A', States: STATES };
    const states = { P: { Type: 'Parallel', Branches: [branch, branch], End: true } };
    expect(lasted(await run(states))).toBe(30);
    const hurried = await run(states, { top: { TimeoutSeconds: 25 } });
    expect(hurried).toMatchObject({ status: 'TIMED_OUT' });
    expect(lasted(hurried)).toBe(25);
  });

  it('can be stopped between two states', async () => {
    const { twin, create, start, pass, sfn, pump, describe: look } = startStates();
    twin.faults.add({ hook: 'execution', fault: 'slow' });
    const executionArn = await start(await create(STATES));
    await pass(15);
    await pump.runUntil(sfn.send(new StopExecutionCommand({ executionArn })));
    await pass(100);
    expect(await look(executionArn)).toMatchObject({ status: 'ABORTED' });
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

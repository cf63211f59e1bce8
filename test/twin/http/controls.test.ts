import * as sfn from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';
import { resting, start, startMachine } from './served-twin.ts';

describe('the controls', () => {
  test('tell time', async () => {
    const { ask } = await start();
    expect(await ask('GET', 'time')).toEqual({
      status: 200,
      now: '2027-01-11T09:00:00.000Z',
      next: null,
      speed: 'manual',
    });
    expect(await ask('POST', 'advance', { seconds: 90.5 })).toEqual({
      status: 200,
      now: '2027-01-11T09:01:30.500Z',
    });
  });

  test('set the speed', async () => {
    const { ask } = await start();
    expect(await ask('POST', 'speed', { speed: 60 })).toMatchObject({ status: 200, speed: 60 });
    expect(await ask('POST', 'speed', { speed: 'max' })).toMatchObject({ speed: 'max' });
    expect(await ask('GET', 'time')).toMatchObject({ speed: 'max' });
  });

  test('say how versions behave, on top of what was said before', async () => {
    const { ask, twin } = await start();
    const image = { repositoryName: 'shop/auth', digest: 'sha256:1', tags: ['v1'], labels: {} };
    const behaviour = (region: string) =>
      twin.peer('ecs', region).behaviours()({ ...image, architecture: 'amd64' });
    const version = { image: { repository: 'shop/*' }, behaviour: { errorRate: 0.5 } };
    expect(await ask('POST', 'versions', version)).toMatchObject({ status: 200 });
    const slow = { image: { tag: 'v1' }, behaviour: { latencyMs: 900 } };
    await ask('POST', 'versions?region=eu-west-1', [version, slow]);
    expect(behaviour('us-east-1')).toMatchObject({ errorRate: 0.5, neverHealthy: false });
    const both = { errorRate: 0.5, latencyMs: { median: 900, p99: 900 } };
    expect(behaviour('eu-west-1')).toMatchObject(both);
    expect(behaviour('eu-west-2').errorRate).toBe(0);
  });

  test('tell what happened, in pages', async () => {
    const { ask, states } = await start();
    for (const name of ['a', 'b', 'c']) await states.send(new sfn.CreateActivityCommand({ name }));
    const first = await ask('GET', 'trace?limit=2');
    expect(first).toMatchObject({
      from: 0,
      next: 2,
      records: [
        {
          at: '2027-01-11T09:00:00.000Z',
          kind: 'call',
          detail: { service: 'states', operation: 'CreateActivity' },
        },
        { kind: 'call' },
      ],
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(await ask('GET', 'trace?from=2')).toMatchObject({ from: 2, next: 3, records: [{}] });
    expect(await ask('GET', 'trace?from=9')).toMatchObject({ from: 3, next: 3, records: [] });
  });

  test('make executions slow', async () => {
    const { states, ask } = await start();
    const rule = { hook: 'execution', fault: 'slow', name: 'mach', delayMs: 30_000, times: 1 };
    expect(await ask('POST', 'faults', rule)).toMatchObject({ status: 200, rules: [rule] });
    const describeIt = await startMachine(states, resting(60));
    await ask('POST', 'advance', { seconds: 89 });
    expect(await describeIt()).toMatchObject({ status: 'RUNNING' });
    await ask('POST', 'advance', { seconds: 1 });
    expect(await describeIt()).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('take faults, one or several, list and clear them', async () => {
    const { ask, states } = await start();
    const rule = { hook: 'call', fault: 'throttle', service: 'states', times: 1 };
    const late = { hook: 'metric', fault: 'late', delayMs: 60_000, fromMs: '2027-01-11T10:00:00Z' };
    expect(await ask('POST', 'faults', rule)).toMatchObject({ status: 200, rules: [rule] });
    await ask('POST', 'faults', [late, late]);
    const fromMs = Date.UTC(2027, 0, 11, 10);
    expect(await ask('GET', 'faults')).toMatchObject({
      rules: [rule, { ...late, fromMs }, { ...late, fromMs }],
    });
    await expect(states.send(new sfn.ListActivitiesCommand({}))).rejects.toThrow('Rate exceeded');
    expect(await ask('GET', 'faults')).toMatchObject({ struck: { 'call.throttle': 1 } });
    expect(await ask('DELETE', 'faults')).toMatchObject({ status: 200, rules: [] });
  });

  test.each([
    ['advance', {}, ['seconds: ']],
    ['advance', { seconds: -1, minutes: 2 }, ['seconds: Too small', 'Unrecognized key: "minutes"']],
    ['advance', { seconds: 1e12 }, ['seconds: Too big']],
    ['advance', '{"seconds":', ['the body is not JSON']],
    ['speed', { speed: 0 }, ['speed: ']],
    ['speed', { speed: 'fast' }, ['speed: ']],
    ['versions', [], ['Too small']],
    ['versions', { image: {}, behaviour: { errorRate: 2 } }, ['0.behaviour.errorRate: ']],
    ['versions?regoin=x', { image: {}, behaviour: {} }, ['Unrecognized key: "regoin"']],
    ['faults', { hook: 'nothing' }, ['0.hook: ']],
    ['faults', [], ['Too small']],
    ['faults', [{ hook: 'call', fault: 'x', probability: 2 }], ['0.fault: ', '0.probability: ']],
    ['faults', [{ hook: 'execution', fault: 'late' }], ['0.fault: ']],
  ])('refuse bad input with all that is wrong: POST %s %j', async (path, body, problems) => {
    const { ask } = await start();
    const answer = await ask('POST', path, body);
    expect(answer.status).toBe(400);
    for (const problem of problems)
      expect(answer).toMatchObject({
        problems: expect.arrayContaining([expect.stringContaining(problem)]),
      });
    expect(answer['problems']).toHaveLength(problems.length);
  });

  test.each(['trace?limit=0', 'trace?limit=10001', 'trace?from=-1', 'trace?from=x', 'trace?to=1'])(
    'refuse GET %s',
    async (path) => {
      const { ask } = await start();
      expect(await ask('GET', path)).toMatchObject({ status: 400, problems: [expect.any(String)] });
    },
  );

  test('say what there is to those who ask for something else', async () => {
    const { ask } = await start();
    for (const [method, path] of [
      ['GET', 'advance'],
      ['GET', 'toString'],
      ['PUT', 'faults'],
    ] as const) {
      expect(await ask(method, path)).toMatchObject({
        status: 404,
        problems: [expect.stringContaining('POST /_twin/advance')],
      });
    }
  });
});

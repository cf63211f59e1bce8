import { request } from 'node:http';
import * as sfn from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, describe, expect, test } from 'vitest';
import { createAccount, type ServedTwin, type Speed, serveTwin } from '../../../twin/index.ts';

const open: ServedTwin[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((served) => served.close()));
});

async function start(speed: Speed = 'manual') {
  const { twin } = createAccount({ unknownRoles: 'allow' });
  const served = await serveTwin(twin, { speed });
  open.push(served);
  const config = {
    region: 'us-east-1',
    endpoint: served.url,
    credentials: { accessKeyId: 'anyone', secretAccessKey: 'anything' },
    maxAttempts: 1,
  };
  return { twin, served, config, states: new sfn.SFNClient(config), ...controlsOf(served.url) };
}

type Answer = Readonly<Record<string, unknown>>;

function controlsOf(url: string) {
  const ask = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(`${url}/_twin/${path}`, {
      method,
      ...(body !== undefined && { body: text }),
    });
    return { ...((await answer.json()) as Record<string, unknown>), status: answer.status };
  };
  return { ask };
}

/** The status of a plain request, with headers that fetch would not send. */
function statusOf(url: string, headers: Record<string, string>, body = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const machine = (definition: object) => ({
  name: 'machine',
  definition: JSON.stringify(definition),
  roleArn: 'arn:aws:iam::123456789012:role/machine',
});
const resting = (Seconds: number) => ({
  StartAt: 'Rest',
  States: { Rest: { Type: 'Wait', Seconds, End: true } },
});

async function startMachine(states: sfn.SFNClient, definition: object) {
  const { stateMachineArn } = await states.send(
    new sfn.CreateStateMachineCommand(machine(definition)),
  );
  const { executionArn } = await states.send(new sfn.StartExecutionCommand({ stateMachineArn }));
  return () => states.send(new sfn.DescribeExecutionCommand({ executionArn }));
}

describe('clients', () => {
  test('see an hour pass at full speed', async () => {
    const { states } = await start('max');
    const describeIt = await startMachine(states, resting(3_600));
    let execution = await describeIt();
    while (execution.status === 'RUNNING') execution = await describeIt();
    const { startDate, stopDate, status } = execution;
    expect(status).toBe('SUCCEEDED');
    expect(Number(stopDate) - Number(startDate)).toBe(3_600_000);
  });

  test('see time stand still until they move it', async () => {
    const { states, ask } = await start();
    const describeIt = await startMachine(states, resting(60));
    await ask('POST', 'advance', { seconds: 59 });
    expect(await describeIt()).toMatchObject({ status: 'RUNNING' });
    await ask('POST', 'advance', { seconds: 1 });
    expect(await describeIt()).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('get errors as they do from AWS', async () => {
    const { config } = await start();
    const call = new SNSClient(config).send(
      new PublishCommand({ TopicArn: 'arn:aws:sns:us-east-1:123456789012:no', Message: 'm' }),
    );
    await expect(call).rejects.toMatchObject({
      name: 'NotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('lose the connection when an answer is lost', async () => {
    const { states, ask } = await start();
    await ask('POST', 'faults', { hook: 'call', fault: 'lostAfter', service: 'states', times: 1 });
    const lost = states
      .send(new sfn.CreateActivityCommand({ name: 'made' }))
      .catch((error) => error);
    // It is lost after the client's patience in virtual time.
    while (!(await isOver(lost))) await ask('POST', 'advance', { seconds: 1 });
    expect(await lost).toMatchObject({ code: 'ECONNRESET' });
    const { activities } = await states.send(new sfn.ListActivitiesCommand({}));
    expect(activities).toHaveLength(1);
  });
});

const isOver = (promise: Promise<unknown>): Promise<boolean> =>
  Promise.race([
    promise.then(() => true),
    new Promise<boolean>((next) => setImmediate(() => next(false))),
  ]);

describe('the door', () => {
  test.each([
    ['an origin', { origin: 'https://example.com' }],
    ['a site of its own', { 'sec-fetch-site': 'same-origin' }],
    ['another name of this machine', { host: 'evil.example.com' }],
    ['another name that ends as ours', { host: 'evil-127.0.0.1.example.com' }],
  ])('is closed to requests with %s', async (_what, headers) => {
    const { served } = await start();
    expect(await statusOf(`${served.url}/_twin/advance`, headers, '{"seconds":1}')).toBe(403);
  });

  test.each([
    'localhost:4566',
    '127.0.0.1',
    'sync-localhost',
    'host.docker.internal:80',
    'sns.us-east-1.amazonaws.com',
  ])('is open to those who call it %s', async (host) => {
    const { served } = await start();
    expect(await statusOf(`${served.url}/_twin/advance`, { host }, '{"seconds":1}')).toBe(200);
  });

  test('takes no more than the largest request of AWS', async () => {
    const { served } = await start();
    const headers = { 'content-type': 'application/octet-stream' };
    expect(await statusOf(served.url, headers, 'x'.repeat(70 * 1024 * 1024 + 1))).toBe(413);
  });

  test('takes 16 KiB of headers', async () => {
    const { served } = await start();
    const headers = { 'x-amz-meta-long': 'x'.repeat(16 * 1024) };
    expect(await statusOf(served.url, headers)).toBe(431);
  });

  test('cannot be opened twice', async () => {
    const { served, twin } = await start();
    const port = Number(new URL(served.url).port);
    await expect(serveTwin(twin, { speed: 'manual', port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  test('closes though a call is under way that will never end', async () => {
    const { states, served } = await start();
    const { activityArn } = await states.send(new sfn.CreateActivityCommand({ name: 'slow' }));
    const polled = states
      .send(new sfn.GetActivityTaskCommand({ activityArn }))
      .catch((error) => error);
    await statusOf(`${served.url}/_twin/time`, {});
    await served.close();
    expect(await polled).toBeInstanceOf(Error);
  });
});

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

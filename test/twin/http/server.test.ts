import { request } from 'node:http';
import * as sfn from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import { serveTwin } from '../../../twin/index.ts';
import { resting, start, startMachine } from './served-twin.ts';

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
    'a-bucket.of.2027.localhost:4566',
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

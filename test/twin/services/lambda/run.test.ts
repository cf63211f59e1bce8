import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-lambda';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountCaller } from '../../../../twin/host/caller.ts';
import { defineService } from '../../../../twin/host/service.ts';
import { lambda } from '../../../../twin/services/lambda/index.ts';
import { startTwin } from '../../support/start-twin.ts';

const HANDLER = `
import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
const sts = new STSClient({});
let calls = 0;
export const handler = async (event, context) => {
  calls += 1;
  if (event.sleepMs) await new Promise((resolve) => setTimeout(resolve, event.sleepMs));
  if (event.throw) throw Object.assign(new Error(event.throw), { name: 'Thrown' });
  const identity = event.ask ? (await sts.send(new GetCallerIdentityCommand({}))).Arn : null;
  console.log('called', calls);
  return { calls, identity, now: Date.now(), random: Math.random(), left: context.getRemainingTimeInMillis() };
};
`;

let folder = '';
const lines: string[] = [];

const identities = defineService({
  id: 'sts',
  load: () => import('@aws-sdk/client-sts'),
  create: () => ({
    peer: {},
    operations: { GetCallerIdentity: (_input, { caller }) => ({ Arn: caller.arn }) },
  }),
});
const logs = defineService({
  id: 'logs',
  load: () => import('@aws-sdk/client-cloudwatch-logs'),
  create: () => ({
    peer: { write: ({ message }: { message: string }) => void lines.push(message) },
    operations: {},
  }),
});

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'function-'));
  buildSync({
    stdin: { contents: HANDLER, resolveDir: process.cwd() },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: join(folder, 'index.js'),
  });
});

afterAll(() => rmSync(folder, { recursive: true }));

async function start(options: { timeout?: number; seed?: number } = {}) {
  const started = startTwin({ services: [lambda, identities, logs], seed: options.seed ?? 1 });
  const location = { bucket: 'assets', key: 'code.zip' };
  started.twin.peer('lambda', 'us-east-1').putAsset(location, { folder });
  const client = started.client(sdk.LambdaClient);
  await client.send(
    new sdk.CreateFunctionCommand({
      FunctionName: 'asker',
      Role: 'arn:aws:iam::123456789012:role/asker-role',
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Timeout: options.timeout ?? 3,
      Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
    }),
  );
  const invoke = async (event: object, type: sdk.InvocationType = 'RequestResponse') => {
    const command = new sdk.InvokeCommand({
      FunctionName: 'asker',
      InvocationType: type,
      Payload: Buffer.from(JSON.stringify(event)),
    });
    const { FunctionError, Payload, StatusCode } = await started.pump.runUntil(
      client.send(command),
    );
    const text = Payload?.transformToString() ?? '';
    return { FunctionError, StatusCode, payload: text === '' ? undefined : JSON.parse(text) };
  };
  return { ...started, invoke };
}

describe('a bundled function', () => {
  test('runs unmodified, in virtual time, and calls AWS in the name of its role', async () => {
    const { invoke, clock } = await start();
    const before = clock.now();
    const { payload } = await invoke({ ask: true });
    expect(payload.identity).toBe('arn:aws:sts::123456789012:assumed-role/asker-role/asker');
    expect(payload.now).toBeGreaterThan(before);
    expect(payload.now).toBeLessThanOrEqual(clock.now());
  });

  test('keeps its state while it is warm and loses it after idle minutes', async () => {
    const { invoke, pass } = await start();
    await invoke({});
    expect((await invoke({})).payload.calls).toBe(2);
    await pass(11 * 60);
    expect((await invoke({})).payload.calls).toBe(1);
  });

  test('is ended by its timeout, with the name that Step Functions knows', async () => {
    const { invoke, clock } = await start({ timeout: 2 });
    const before = clock.now();
    const { FunctionError, payload } = await invoke({ sleepMs: 60_000 });
    expect(FunctionError).toBe('Unhandled');
    expect(payload.errorType).toBe('Sandbox.Timedout');
    expect(payload.errorMessage).toContain('Task timed out after 2.00 seconds');
    expect(clock.now() - before).toBeLessThan(5000);
  });

  test('reports what it throws by name', async () => {
    const { invoke } = await start();
    const { payload, FunctionError } = await invoke({ throw: 'no such thing' });
    expect(FunctionError).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType: 'Thrown', errorMessage: 'no such thing' });
  });

  test('writes its log', async () => {
    const { invoke } = await start();
    lines.length = 0;
    await invoke({});
    expect(lines.some((line) => /\tINFO\tcalled 1$/.test(line))).toBe(true);
    expect(lines.some((line) => line.startsWith('REPORT RequestId'))).toBe(true);
  });

  test('gives the same answers from the same seed, and others from another', async () => {
    const answer = async (seed: number) =>
      (await (await start({ seed })).invoke({ ask: true })).payload;
    expect(await answer(7)).toEqual(await answer(7));
    expect((await answer(7)).random).not.toBe((await answer(8)).random);
  });

  test('is retried twice when an event invocation fails', async () => {
    const { invoke, pass } = await start();
    lines.length = 0;
    expect((await invoke({ throw: 'again' }, 'Event')).StatusCode).toBe(202);
    await pass(600);
    expect(lines.filter((line) => line.startsWith('START'))).toHaveLength(3);
  });

  test('dies in the middle when a fault kills it', async () => {
    const { invoke, twin } = await start();
    twin.faults.add({ hook: 'lambda', fault: 'killed', name: 'asker' });
    const outcomes = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(() => invoke({ ask: true })));
    const killed = outcomes.filter((each) => each.payload.errorType === 'Runtime.ExitError');
    expect(killed.length).toBeGreaterThan(0);
  });

  test('dies before it has an answer when a fault kills it at once', async () => {
    const { invoke, twin } = await start();
    twin.faults.add({ hook: 'lambda', fault: 'killed', name: 'asker', afterRequests: 0 });
    const outcomes = await Promise.all([1, 2, 3].map(() => invoke({ ask: true })));
    const died = outcomes.map(({ payload }) => payload.errorType === 'Runtime.ExitError');
    expect(died).toEqual([true, true, true]);
    twin.faults.clear();
    twin.faults.add({ hook: 'lambda', fault: 'killed', name: 'asker', afterRequests: 1 });
    expect((await invoke({ ask: true })).payload.identity).toContain('asker-role');
  });

  test('begins late when a fault makes it slow, and its timeout goes on', async () => {
    const { invoke, twin, clock } = await start();
    const took = async (delayMs: number) => {
      twin.faults.add({ hook: 'lambda', fault: 'slow', name: 'asker', delayMs, times: 1 });
      const before = clock.now();
      const { payload } = await invoke({});
      return { ms: clock.now() - before, errorType: payload.errorType };
    };
    await invoke({});
    const slow = await took(2_500);
    expect(slow.errorType).toBeUndefined();
    expect(slow.ms).toBeGreaterThanOrEqual(2_500);
    expect(await took(3_500)).toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect(twin.faults.counts()).toEqual({ 'lambda.slow': 2 });
  });

  test('is throttled at its reserved concurrency', async () => {
    const { client, pump, invoke } = await start({ timeout: 60 });
    const lambdaClient = client(sdk.LambdaClient);
    await lambdaClient.send(
      new sdk.PutFunctionConcurrencyCommand({
        FunctionName: 'asker',
        ReservedConcurrentExecutions: 1,
      }),
    );
    const long = invoke({ sleepMs: 10_000 });
    await expect(invoke({})).rejects.toThrow(sdk.TooManyRequestsException);
    await pump.runUntil(long);
  });

  test('answers its URL only to signed requests', async () => {
    const { twin, client, pump } = await start();
    const { FunctionUrl = '' } = await client(sdk.LambdaClient).send(
      new sdk.CreateFunctionUrlConfigCommand({ FunctionName: 'asker', AuthType: 'AWS_IAM' }),
    );
    const request = {
      host: new URL(FunctionUrl).host,
      method: 'GET',
      path: '/status',
      query: {},
      headers: {},
      body: '',
      caller: accountCaller('123456789012'),
    };
    const send = (signed: boolean) =>
      pump.runUntil(
        twin.peer('lambda', 'us-east-1').requestUrl({ ...request, signed }) ?? Promise.reject(),
      );
    expect((await send(false)).statusCode).toBe(403);
    expect((await send(true)).statusCode).toBe(200);
  });
});

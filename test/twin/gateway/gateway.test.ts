// What the gateway does besides carrying: refusals in the caller's own protocol, packed bodies, sizes, identity.
import { gzipSync } from 'node:zlib';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as lambda from '@aws-sdk/client-lambda';
import * as sfn from '@aws-sdk/client-sfn';
import * as sns from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import { createRequestHandler } from '../../../twin/gateway/request-handler.ts';
import type { WireRequest, WireResponse } from '../../../twin/gateway/wire.ts';
import { LostCall } from '../../../twin/host/aws-error.ts';
import { roleCaller } from '../../../twin/host/caller.ts';
import { defineService } from '../../../twin/host/service.ts';
import { startTwin } from '../support/start-twin.ts';

const MIB = 1024 * 1024;

function start() {
  const seen: unknown[] = [];
  const started = startTwin({
    services: [
      defineService({
        id: 'states',
        load: () => import('@aws-sdk/client-sfn'),
        create: () => ({
          peer: {},
          operations: {
            StartExecution: (input, { caller, region }) => {
              seen.push(input);
              return {
                executionArn: `${region} ${caller.arn} ${input.stateMachineArn}`,
                startDate: new Date(5000),
              };
            },
            StopExecution: () => {
              throw new TypeError('x is not a function');
            },
          },
        }),
      }),
      defineService({
        id: 'monitoring',
        load: () => import('@aws-sdk/client-cloudwatch'),
        create: () => ({
          peer: {},
          operations: {
            PutMetricData: (input) => {
              seen.push(input);
              return {};
            },
          },
        }),
      }),
      ...[
        defineService({ id: 'lambda', load: async () => lambda, create: () => nothing }),
        defineService({ id: 'sns', load: async () => sns, create: () => nothing }),
        defineService({ id: 'dynamodb', load: async () => dynamodb, create: () => nothing }),
      ],
    ],
  });
  const send = (
    over: Partial<WireRequest> & { readonly signer?: string },
  ): Promise<WireResponse> => {
    const { signer = 'states', headers, ...rest } = over;
    return started.twin.gateway.handle({
      method: 'POST',
      path: '/',
      query: {},
      body: Buffer.from('{}'),
      ...rest,
      headers: {
        ...(signer === '' ? {} : { authorization: signatureOf(signer) }),
        ...headers,
      },
    });
  };
  return { ...started, send, seen };
}

const nothing = { peer: {}, operations: {} };

const signatureOf = (signer: string) =>
  `AWS4-HMAC-SHA256 Credential=ANYONE/20270111/us-east-1/${signer}/aws4_request, SignedHeaders=host, Signature=0`;

describe('an operation that is not simulated', () => {
  test.each([
    [
      'states:ListActivities',
      (s: Started) => s.client(sfn.SFNClient).send(new sfn.ListActivitiesCommand({})),
    ],
    ['sns:ListTopics', (s: Started) => s.client(sns.SNSClient).send(new sns.ListTopicsCommand({}))],
    [
      'lambda:ListLayers',
      (s: Started) => s.client(lambda.LambdaClient).send(new lambda.ListLayersCommand({})),
    ],
    [
      'monitoring:ListMetrics',
      (s: Started) =>
        s.client(cloudwatch.CloudWatchClient).send(new cloudwatch.ListMetricsCommand({})),
    ],
  ])('is refused by its name: %s', async (name, call) => {
    await expect(call(start())).rejects.toMatchObject({
      name: 'NotImplemented',
      message: `${name} is not simulated`,
      $metadata: { httpStatusCode: 501 },
    });
  });

  test.each([
    [
      'JSON',
      { signer: 'kms', headers: { 'x-amz-target': 'TrentService.ListKeys' } },
      '"message":"kms:ListKeys is not simulated"',
    ],
    [
      'form parameters',
      {
        signer: 'iam',
        body: Buffer.from('Action=ListRoles&Version=2010-05-08'),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
      '<Code>NotImplemented</Code><Message>iam:ListRoles is not simulated</Message>',
    ],
    [
      'the parameters of EC2',
      {
        signer: 'ec2',
        body: Buffer.from('Action=DescribeVpcs'),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
      '<Response><Errors><Error><Code>NotImplemented</Code>',
    ],
    [
      'XML over REST',
      { signer: 's3', method: 'GET', path: '/bucket/a&b' },
      '<Error><Code>NotImplemented</Code><Message>s3:GET /bucket/a&amp;b is not simulated</Message>',
    ],
    [
      'JSON over REST',
      { signer: 'apigateway', method: 'GET', path: '/restapis' },
      'apigateway:GET /restapis is not simulated',
    ],
    [
      'CBOR',
      {
        signer: 'arc',
        path: '/service/Arc/operation/Go',
        headers: { 'smithy-protocol': 'rpc-v2-cbor' },
      },
      'arc:Go is not simulated',
    ],
  ])('of an unknown service is refused in %s', async (_protocol, request, part) => {
    const { statusCode, body } = await start().send(request);
    expect(statusCode).toBe(501);
    expect(Buffer.from(body).toString('utf8')).toContain(part);
  });
});

type Started = ReturnType<typeof start>;

describe('a caller', () => {
  const input = { stateMachineArn: 'arn' };

  test('is the account, if nobody else got its key', async () => {
    const { executionArn } = await start()
      .client(sfn.SFNClient, { region: 'eu-west-1' })
      .send(new sfn.StartExecutionCommand(input));
    expect(executionArn).toBe('eu-west-1 arn:aws:iam::123456789012:root arn');
  });

  test('is the role to which its key was issued', async () => {
    const caller = roleCaller('arn:aws:iam::123456789012:role/Judge', 'session');
    const { executionArn } = await start()
      .client(sfn.SFNClient, { caller })
      .send(new sfn.StartExecutionCommand(input));
    expect(executionArn).toContain('arn:aws:sts::123456789012:assumed-role/Judge/session');
  });

  test('that signs nothing is refused', async () => {
    const { statusCode, body } = await start().send({
      signer: '',
      headers: { 'x-amz-target': 'AWSStepFunctions.StartExecution' },
    });
    expect(statusCode).toBe(403);
    expect(body).toContain('MissingAuthenticationTokenException');
  });
});

describe('a request', () => {
  const target = { 'x-amz-target': 'AWSStepFunctions.StartExecution' };

  test('that lacks what is required learns of all of it', async () => {
    const { body } = await start().send({ headers: target });
    expect(body).toContain("Value null at 'stateMachineArn' failed to satisfy constraint");
  });

  test('that is no JSON is refused as such', async () => {
    const { statusCode, body } = await start().send({ headers: target, body: Buffer.from('{"a') });
    expect(statusCode).toBe(400);
    expect(body).toContain('SerializationException');
  });

  test('may be packed, as the client packs large metric data', async () => {
    const { twin, seen } = start();
    const MetricData = Array.from({ length: 500 }, (_, index) => ({
      MetricName: `metric-${index}`,
      Value: index,
    }));
    const client = new cloudwatch.CloudWatchClient({
      region: 'us-east-1',
      credentials: { accessKeyId: 'anyone', secretAccessKey: 'anything' },
      requestHandler: createRequestHandler(twin.gateway),
    });
    await client.send(new cloudwatch.PutMetricDataCommand({ Namespace: 'Shop', MetricData }));
    expect(seen).toEqual([{ Namespace: 'Shop', MetricData }]);
  });

  test('that unpacks to too much, or to nothing, is refused', async () => {
    const headers = { ...target, 'content-encoding': 'gzip' };
    const bomb = gzipSync(Buffer.alloc(80 * MIB));
    for (const body of [bomb, Buffer.from('not packed')]) {
      const answer = await start().send({ headers, body });
      expect(answer).toMatchObject({
        statusCode: 400,
        body: expect.stringContaining('SerializationException'),
      });
    }
  });

  test.each([
    ['dynamodb', 16],
    ['monitoring', 1],
    ['states', 10],
  ])('to %s may have %i MiB and no byte more', async (signer, mib) => {
    const headers = { 'x-amz-target': 'Service.NoSuchOperation' };
    const { send } = start();
    const fits = await send({ signer, headers, body: Buffer.alloc(mib * MIB, ' ') });
    expect(fits.statusCode).toBe(501);
    const tooLarge = await send({ signer, headers, body: Buffer.alloc(mib * MIB + 1, ' ') });
    expect(tooLarge).toMatchObject({
      statusCode: 413,
      body: expect.stringContaining('RequestEntityTooLarge'),
    });
  });
});

describe('an answer', () => {
  test('tells virtual time, by which clients sign', async () => {
    const { headers } = await start().send({});
    expect(headers['date']).toBe('Mon, 11 Jan 2027 09:00:00 GMT');
  });

  test('that is a defect of the twin says so, with its place', async () => {
    const call = start()
      .client(sfn.SFNClient)
      .send(new sfn.StopExecutionCommand({ executionArn: 'a' }));
    await expect(call).rejects.toThrow(/defect in the twin: TypeError: x is not a function\n +at /);
  });

  test.each([
    ['lostBefore', 'before the effect', 0],
    ['lostAfter', 'after the effect', 1],
  ] as const)('that is %s is no answer, %s', async (fault, _when, effects) => {
    const { twin, pump, client, seen } = start();
    twin.faults.add({ hook: 'call', fault, service: 'states' });
    const call = client(sfn.SFNClient).send(
      new sfn.StartExecutionCommand({ stateMachineArn: 'arn' }),
    );
    call.catch(() => undefined);
    await expect(pump.runUntil(call)).rejects.toThrow(LostCall);
    expect(seen).toHaveLength(effects);
  });

  test.each(['throttle', 'error'] as const)('can be an injected %s', async (fault) => {
    const { twin, client, seen } = start();
    twin.faults.add({ hook: 'call', fault, service: 'states', times: 1 });
    const send = () =>
      client(sfn.SFNClient).send(new sfn.StartExecutionCommand({ stateMachineArn: 'arn' }));
    const name = fault === 'throttle' ? 'ThrottlingException' : 'InternalFailure';
    await expect(send()).rejects.toMatchObject({ name });
    expect(seen).toEqual([]);
    await expect(send()).resolves.toMatchObject({ startDate: new Date(5000) });
  });
});

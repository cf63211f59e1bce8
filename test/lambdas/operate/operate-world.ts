// The operate function as it is deployed, behind its URL on a twin, with a release to decide about.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { environmentNames } from '../../../core/contract/environment-names.ts';
import { tableIndexes, tableKeys } from '../../../core/contract/table-keys.ts';
import { sightOf } from '../../../core/operate/staleness.ts';
import type { EventBody } from '../../../core/release/event.ts';
import type { ReleaseRecord } from '../../../core/release/record.ts';
import { isTerminal } from '../../../core/release/transitions.ts';
import { dynamodb } from '../../../twin/services/dynamodb/index.ts';
import { events } from '../../../twin/services/events/index.ts';
import { lambda } from '../../../twin/services/lambda/index.ts';
import { logs } from '../../../twin/services/logs/index.ts';
import { sns } from '../../../twin/services/sns/index.ts';
import { ssm } from '../../../twin/services/ssm/index.ts';
import { statesService } from '../../../twin/services/states/index.ts';
import { DEFAULT_REGION } from '../../../twin/twin.ts';
import { ledgerOf, received, recordAfter } from '../../core/builders.ts';
import { alice, aPlan } from '../../core/operate/builders.ts';
import { startTwin } from '../../twin/support/start-twin.ts';

const TABLE = 'spillway';
const ROLE = 'arn:aws:iam::123456789012:role/any';
const machineArn = (name: string) => `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`;

export interface Answered {
  readonly status: number;
  readonly body: {
    readonly outcome?: string;
    readonly code?: string | null;
    readonly message?: string;
    readonly problems?: readonly string[];
  };
  readonly text: string;
}

/** A fresh world for each test of a file, all with one bundle. */
export function eachInWorld(enter: (world: World) => void): void {
  let folder = '';
  beforeAll(() => {
    folder = bundleOperate();
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(async () => enter(await openWorld(folder)));
}

function bundleOperate(): string {
  const folder = mkdtempSync(join(tmpdir(), 'operate-'));
  buildSync({
    entryPoints: [join(import.meta.dirname, '../../../lambdas/operate-release.ts')],
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    outfile: join(folder, 'index.js'),
  });
  return folder;
}

/** A decision about a release as it is, unless the test says otherwise. */
export const about = (record: ReleaseRecord, action: string, over: object = {}) => ({
  kind: 'release',
  action,
  looked: { ...sightOf(record), ...over },
});

export type World = Awaited<ReturnType<typeof openWorld>>;

async function openWorld(folder: string) {
  const started = startTwin({
    services: [dynamodb, events, lambda, logs, sns, ssm, statesService()],
  });
  const { twin, client, pump } = started;
  const [table, functions, machines, parameters] = [
    client(DynamoDBClient),
    client(LambdaClient),
    client(SFNClient),
    client(SSMClient),
  ];
  const run = <T>(promise: Promise<T>): Promise<T> => pump.runUntil(promise);

  await run(table.send(new CreateTableCommand(tableInput)));
  await started.pass(60);
  for (const name of ['release', 'rollback']) {
    await run(
      machines.send(new CreateStateMachineCommand(machineInput(name, { Type: 'Succeed' }))),
    );
  }
  await run(machines.send(new CreateStateMachineCommand(machineInput('waiter', waitForToken))));
  twin.peer('lambda', DEFAULT_REGION).putAsset({ bucket: 'assets', key: 'code.zip' }, { folder });
  await run(functions.send(new CreateFunctionCommand(functionInput)));
  const { FunctionUrl = '' } = await run(
    functions.send(
      new CreateFunctionUrlConfigCommand({ FunctionName: 'operate', AuthType: 'AWS_IAM' }),
    ),
  );

  const put = async (key: object, item: Record<string, string | number>) => {
    const Item = Object.fromEntries(
      Object.entries({ ...key, ...item }).map(([name, value]) => [
        name,
        typeof value === 'number' ? { N: String(value) } : { S: value },
      ]),
    );
    await run(table.send(new PutItemCommand({ TableName: TABLE, Item })));
  };

  /** As the gateway hands it over, in the name of an IAM identity. */
  async function request(
    method: string,
    body: string,
    { identity = alice, path = '/', signed = true, headers = {} }: RequestOptions = {},
  ): Promise<Answered> {
    const answered = twin.peer('lambda', DEFAULT_REGION).requestUrl({
      host: new URL(FunctionUrl).host,
      method,
      path,
      query: {},
      headers: { 'content-type': 'application/json', ...headers },
      body,
      caller: { kind: 'account', account: '123456789012', arn: identity },
      signed,
    });
    if (answered === undefined) throw new Error('there is no function at this URL');
    const { statusCode, body: text } = await run(answered);
    return { status: statusCode, body: JSON.parse(text), text };
  }

  return {
    ...started,
    put,
    request,
    decide: (decision: object, identity = alice): Promise<Answered> =>
      request('POST', JSON.stringify({ reason: 'because', ...decision }), { identity }),
    /** A release with these events behind it, as the ledger would have written it. */
    async seed(bodies: readonly EventBody[], over: Partial<ReleaseRecord> = {}) {
      const record = { ...recordAfter(bodies), ...over } as ReleaseRecord;
      const { releaseId, service, status, sequence } = record;
      const state = isTerminal(status) ? {} : { statePk: 'ACTIVE', stateSk: releaseId };
      await put(tableKeys.release(releaseId), {
        document: JSON.stringify(record),
        releaseId,
        service,
        status,
        sequence,
        executionArn: 'arn:execution',
        ...state,
      });
      for (const event of ledgerOf([received, ...bodies])) {
        await put(tableKeys.event(releaseId, event.sequence), { document: JSON.stringify(event) });
      }
      await put(tableKeys.plan(releaseId), { document: JSON.stringify(aPlan()) });
      return record;
    },
    /** An execution that waits where the gates and bakes of a release wait. */
    async wait(record: ReleaseRecord): Promise<() => Promise<string>> {
      const { releaseId } = record;
      await put(tableKeys.environment(record.service, 'production'), { releaseId, epoch: 1 });
      const { executionArn } = await run(
        machines.send(
          new StartExecutionCommand({
            stateMachineArn: machineArn('waiter'),
            input: JSON.stringify({ releaseId }),
          }),
        ),
      );
      await started.pass(2);
      return async () => {
        await started.pass(1);
        const { status } = await run(machines.send(new DescribeExecutionCommand({ executionArn })));
        return status ?? '';
      };
    },
    async started(machine: 'release' | 'rollback') {
      const { executions = [] } = await run(
        machines.send(new ListExecutionsCommand({ stateMachineArn: machineArn(machine) })),
      );
      const described = executions.map(({ executionArn }) =>
        run(machines.send(new DescribeExecutionCommand({ executionArn }))),
      );
      return (await Promise.all(described)).map(({ name = '', input = '{}' }) => ({
        name,
        input: JSON.parse(input) as Record<string, unknown>,
      }));
    },
    /** Everything that is stored, to compare before with after. */
    async stored(): Promise<readonly Record<string, string>[]> {
      const { Items = [] } = await run(table.send(new ScanCommand({ TableName: TABLE })));
      return Items.map((item) =>
        Object.fromEntries(
          Object.entries(item).map(([name, value]) => [name, value.S ?? value.N ?? '']),
        ),
      );
    },
    async listOperators(operators: object) {
      const Value = JSON.stringify(operators);
      await run(
        parameters.send(
          new PutParameterCommand({ Name: '/spillway/operators', Value, Type: 'String' }),
        ),
      );
    },
  };
}

interface RequestOptions {
  readonly identity?: string;
  readonly path?: string;
  readonly signed?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
const keys = (pk: string, sk: string) => [
  { AttributeName: pk, KeyType: 'HASH' as const },
  { AttributeName: sk, KeyType: 'RANGE' as const },
];

const tableInput = {
  TableName: TABLE,
  BillingMode: 'PAY_PER_REQUEST' as const,
  AttributeDefinitions: ['pk', 'sk', 'servicePk', 'serviceSk', 'statePk', 'stateSk'].map(text),
  KeySchema: keys('pk', 'sk'),
  GlobalSecondaryIndexes: Object.values(tableIndexes).map(({ name, pk, sk }) => ({
    IndexName: name,
    KeySchema: keys(pk, sk),
    Projection: { ProjectionType: 'ALL' as const },
  })),
};

const machineInput = (name: string, state: object) => ({
  name,
  roleArn: ROLE,
  definition: JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'Only',
    States: { Only: state },
  }),
});

const waitForToken = {
  Type: 'Task',
  Resource: 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken',
  Arguments: {
    TableName: TABLE,
    Key: { pk: { S: 'SERVICE#auth-service' }, sk: { S: 'ENVIRONMENT#production' } },
    UpdateExpression: 'SET taskToken = :token',
    ExpressionAttributeValues: { ':token': { S: '{% $states.context.Task.Token %}' } },
  },
  TimeoutSeconds: 3600,
  End: true,
};

const functionInput = {
  FunctionName: 'operate',
  Role: ROLE,
  Handler: 'index.handler',
  Runtime: 'nodejs24.x' as const,
  Timeout: 60,
  Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
  Environment: {
    Variables: {
      [environmentNames.table]: TABLE,
      [environmentNames.bus]: 'default',
      [environmentNames.releasesTopic]: 'arn:aws:sns:us-east-1:123456789012:releases',
      [environmentNames.onCallTopic]: 'arn:aws:sns:us-east-1:123456789012:on-call',
      [environmentNames.registryPrefix]: '/spillway',
      [environmentNames.releaseMachine]: machineArn('release'),
      [environmentNames.rollbackMachine]: machineArn('rollback'),
    },
  },
};

import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateStateMachineCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFreezes } from '../../aws/freezes.ts';
import { openLedger } from '../../aws/ledger.ts';
import { openPlans } from '../../aws/plans.ts';
import { openTable } from '../../aws/table.ts';
import { openAwsBoard } from '../../console/aws-board/aws-board.ts';
import type { ReleaseBoard } from '../../console/board.ts';
import {
  repositoryParameterName,
  siteParameterName,
  specParameterName,
} from '../../core/contract/site.ts';
import { tableIndexes } from '../../core/contract/table-keys.ts';
import { type ServedTwin, serveTwin } from '../../twin/index.ts';
import { allServices } from '../../twin/services/all.ts';
import { createTwin } from '../../twin/twin.ts';
import { tellAll } from './fake-releases.ts';
import { minute, spec, type Told } from './stories.ts';

const TABLE = 'spillway';
const PREFIX = '/spillway';
const shown = ['auth-service', 'order-service', 'product-service'];

let served: ServedTwin;
let board: ReleaseBoard;

/** The same stories as on the fake board, but in a table, through the adapters that write them on AWS. */
beforeAll(async () => {
  const twin = createTwin({ services: allServices() });
  served = await serveTwin(twin, { speed: 'max' });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: served.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  await createStore();
  const table = openTable(TABLE);
  const executionArn = await runMachine();
  for (const told of tellAll().filter(({ record }) => shown.includes(record.service))) {
    await write(table, told, executionArn);
  }
  await openFreezes(table).freeze({
    service: '*',
    environment: 'staging',
    by: 'kim',
    reason: 'an audit',
    now: Date.parse(minute(-5)),
    requestId: 'r1',
  });
  board = openAwsBoard({
    tableName: TABLE,
    registryPrefix: PREFIX,
    nowMs: () => Date.parse(minute(0)),
  });
});
afterAll(() => served.close());

describe('the overview', () => {
  it('shows every registered service with what moves, what waits and what was last', async () => {
    const { services, now } = await board.overview();
    expect(now).toBe(minute(0));
    const rows = services.map(({ name, moving, waiting, latest }) => [
      name,
      moving?.version,
      waiting?.version,
      latest?.status,
    ]);
    expect(rows).toEqual([
      ['auth-service', 'v1.3.0', 'v1.3.1', 'QUEUED'],
      ['order-service', undefined, undefined, 'PROMOTED'],
      ['product-service', undefined, undefined, 'ROLLED_BACK'],
      ['quiet-service', undefined, undefined, undefined],
    ]);
  });

  it('shows what could not be read as unknown, never as well', async () => {
    const { services } = await board.overview();
    for (const { environments } of services) {
      expect(environments.map(({ name }) => name)).toEqual(['staging', 'production']);
      expect(environments.map(({ health }) => health.state)).toEqual(['unknown', 'unknown']);
    }
  });

  it('shows a freeze where it holds', async () => {
    const { freezes, services } = await board.overview();
    expect(freezes).toMatchObject([{ service: '*', environment: 'staging', reason: 'an audit' }]);
    const frozen = services[0]?.environments.map(({ freeze }) => freeze?.reason ?? null);
    expect(frozen).toEqual(['an audit', null]);
  });
});

describe('a release', () => {
  it('has its record, plan, ledger and notices', async () => {
    const told = tellAll().find(({ record }) => record.artifact.version === 'v2.1.0');
    const view = await board.release(told?.record.releaseId ?? '');
    expect(view?.record.status).toBe('ROLLED_BACK');
    expect(view?.plan).toEqual(told?.plan);
    expect(view?.events.map(({ type }) => type)).toEqual(told?.events.map(({ type }) => type));
    expect(view?.notices.map(({ kind, sent }) => [kind, sent])).toEqual([
      ['started', false],
      ['rolled-back', false],
    ]);
  });

  it('shows how far its machines have come, and whom they called', async () => {
    const [auth] = (await board.service('auth-service'))?.releases ?? [];
    const view = await board.release(auth?.releaseId ?? '');
    const machines = view?.machines.map(({ name, status, visits }) => [name, status, visits]);
    expect(machines).toEqual([
      ['parent', 'SUCCEEDED', { Call: 1, Done: 1 }],
      ['child', 'SUCCEEDED', { Done: 1 }],
    ]);
  });

  it('that does not exist is not there', async () => {
    expect(await board.release('none')).toBeUndefined();
    expect(await board.service('none')).toBeUndefined();
  });
});

describe('the past', () => {
  it('is newest first, of all services, with the four keys', async () => {
    const { releases, dora } = await board.history();
    expect(releases.map(({ version }) => version)).toEqual([
      'v1.3.1',
      'v1.3.0',
      'v2.1.0',
      'v5.0.3',
      'v1.2.9',
    ]);
    expect(dora.overall).toMatchObject({ deployments: 2, changes: 4, failedChanges: 1 });
  });

  it('of one service holds nothing of others', async () => {
    const page = await board.service('order-service');
    expect(page?.releases.map(({ service }) => service)).toEqual(['order-service']);
    expect(Object.keys(page?.dora.services ?? {})).toEqual(['order-service']);
  });
});

async function write(
  table: ReturnType<typeof openTable>,
  { record, plan, events }: Told,
  executionArn: string,
): Promise<void> {
  const { releaseId } = record;
  const ledger = openLedger(table);
  const [first, ...rest] = events;
  if (first?.type !== 'release.received') throw new Error('a ledger begins with a reception');
  await ledger.open({
    event: first,
    releaseId,
    actor: first.actor,
    now: Date.parse(first.at),
    executionArn,
    oncePerDigest: true,
  });
  await openPlans(table).write(releaseId, plan);
  for (const { actor, at, ...body } of rest) {
    await ledger.append({ releaseId, actor, now: Date.parse(at), bodies: [body] });
  }
}

async function createStore(): Promise<void> {
  const [tables, parameters] = [new DynamoDBClient({}), new SSMClient({})];
  const keys = (pk: string, sk: string) => [
    { AttributeName: pk, KeyType: 'HASH' as const },
    { AttributeName: sk, KeyType: 'RANGE' as const },
  ];
  const names = ['pk', 'sk', ...Object.values(tableIndexes).flatMap(({ pk, sk }) => [pk, sk])];
  await tables.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keys('pk', 'sk'),
      GlobalSecondaryIndexes: Object.values(tableIndexes).map(({ name, pk, sk }) => ({
        IndexName: name,
        KeySchema: keys(pk, sk),
        Projection: { ProjectionType: 'ALL' },
      })),
    }),
  );
  await fetch(`${served.url}/_twin/advance`, { method: 'POST', body: '{"seconds":60}' });
  const put = (Name: string, Value: string) =>
    parameters.send(new PutParameterCommand({ Name, Value, Type: 'String' }));
  for (const service of [...shown, 'quiet-service']) {
    await put(repositoryParameterName(PREFIX, `shop/${service}`), service);
    await put(specParameterName(PREFIX, service), JSON.stringify(spec(service)));
    for (const environment of ['staging', 'production']) {
      const site = siteOf(service, environment);
      await put(siteParameterName(PREFIX, site), JSON.stringify(site));
    }
  }
}

/** It names nothing that exists: load balancer, cluster and metrics cannot be read. */
function siteOf(service: string, environment: string) {
  const group = { arn: 'arn:none', name: 'none', metricName: 'none' };
  return {
    service,
    environment,
    controller: 'codedeploy',
    clusterName: 'none',
    serviceName: 'none',
    taskDefinitionFamily: 'none',
    containerName: 'app',
    containerPort: 80,
    repositoryUri: 'none',
    productionListenerArn: 'arn:none',
    testListenerArn: '',
    testUrl: '',
    tlsName: '',
    loadBalancerMetricName: 'none',
    targetGroups: { a: group, b: group },
    applicationName: 'none',
    deploymentGroupName: 'none',
    scalableResourceId: '',
    subnetIds: [],
    securityGroupIds: [],
  };
}

/** An execution that calls another one and waits for it. */
async function runMachine(): Promise<string> {
  const client = new SFNClient({});
  const create = async (name: string, states: object, StartAt: string): Promise<string> => {
    const { stateMachineArn = '' } = await client.send(
      new CreateStateMachineCommand({
        name,
        roleArn: 'arn:aws:iam::123456789012:role/any',
        definition: JSON.stringify({
          Comment: name,
          QueryLanguage: 'JSONata',
          StartAt,
          States: states,
        }),
      }),
    );
    return stateMachineArn;
  };
  const child = await create('child', { Done: { Type: 'Succeed' } }, 'Done');
  const call = {
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Arguments: { StateMachineArn: child },
    Next: 'Done',
  };
  const parent = await create('parent', { Call: call, Done: { Type: 'Succeed' } }, 'Call');
  const { executionArn = '' } = await client.send(
    new StartExecutionCommand({ stateMachineArn: parent }),
  );
  await fetch(`${served.url}/_twin/advance`, { method: 'POST', body: '{"seconds":60}' });
  return executionArn;
}

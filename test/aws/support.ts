// The adapters as they are, speaking to a twin over HTTP as they do to AWS; and a table of Spillway's shape.
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { openTable, type Table } from '../../aws/table.ts';
import { tableIndexes } from '../../core/contract/table-keys.ts';
import { type ServedTwin, serveTwin } from '../../twin/index.ts';
import { allServices } from '../../twin/services/all.ts';
import { createTwin, type Twin } from '../../twin/twin.ts';

export interface ServedAws {
  readonly twin: Twin;
  close(): Promise<void>;
}

const ENVIRONMENT = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
} as const;

/** AWS for the whole process, until it is closed. */
export async function serveAws(): Promise<ServedAws> {
  const twin = createTwin({ services: allServices() });
  const served: ServedTwin = await serveTwin(twin, { speed: 'max' });
  const before = { ...process.env };
  Object.assign(process.env, ENVIRONMENT, { AWS_ENDPOINT_URL: served.url });
  return {
    twin,
    async close() {
      await served.close();
      for (const name of ['AWS_ENDPOINT_URL', ...Object.keys(ENVIRONMENT)]) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    },
  };
}

/** AWS for a test file, with a fresh table for each of its tests. */
export function eachWithTable(name: string, open: (table: Table) => void): void {
  let aws: ServedAws;
  let count = 0;
  beforeAll(async () => {
    aws = await serveAws();
  });
  afterAll(() => aws.close());
  beforeEach(async () => {
    count += 1;
    open(await createTable(`${name}-${count}`));
  });
}

/** Each under a name of its own, so that no test finds what another one wrote. */
async function createTable(name: string): Promise<Table> {
  const { byService, byState } = tableIndexes;
  const names = ['pk', 'sk', byService.pk, byService.sk, byState.pk, byState.sk];
  const keys = (pk: string, sk: string) => [
    { AttributeName: pk, KeyType: 'HASH' as const },
    { AttributeName: sk, KeyType: 'RANGE' as const },
  ];
  await new DynamoDBClient({}).send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: names.map((each) => ({ AttributeName: each, AttributeType: 'S' })),
      KeySchema: keys('pk', 'sk'),
      GlobalSecondaryIndexes: [byService, byState].map((index) => ({
        IndexName: index.name,
        KeySchema: keys(index.pk, index.sk),
        Projection: { ProjectionType: 'ALL' as const },
      })),
    }),
  );
  await fetch(`${process.env['AWS_ENDPOINT_URL']}/_twin/advance`, {
    method: 'POST',
    body: '{"seconds":60}',
  });
  return openTable(name);
}

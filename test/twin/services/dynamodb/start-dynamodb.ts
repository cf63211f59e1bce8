// DynamoDB in a twin, with one table that is ready for use.
import {
  type AttributeValue,
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { dynamodb } from '../../../../twin/services/dynamodb/index.ts';
import { startTwin } from '../../support/start-twin.ts';

/** A table with a partition key, a range key and one global index. */
export const tableInput = (
  overrides: Partial<CreateTableCommandInput> = {},
): CreateTableCommandInput => ({
  TableName: 'releases',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'state', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byState',
      KeySchema: [{ AttributeName: 'state', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  ...overrides,
});

export async function startDynamodb(table: CreateTableCommandInput = tableInput()) {
  const started = startTwin({ services: [dynamodb] });
  const { twin, pump, pass } = started;
  const client = twin.client(DynamoDBClient);
  const send = <Out>(answer: Promise<Out>): Promise<Out> => pump.runUntil(answer);
  await send(client.send(new CreateTableCommand(table)));
  await pass(10);
  return { ...started, client, send };
}

export type Item = Record<string, AttributeValue>;

export const TableName = 'releases';
export const key = (sk = '1'): Item => ({ pk: { S: 'auth' }, sk: { S: sk } });
export const item = (more: Item = {}, sk = '1'): Item => ({ ...key(sk), ...more });

/** The table with items in it, and the calls that most tests make. */
export async function startWith(items: readonly Item[] = []) {
  const { client, send, ...rest } = await startDynamodb();
  for (const Item of items) await send(client.send(new PutItemCommand({ TableName, Item })));
  return {
    ...rest,
    client,
    send,
    get: async (sk = '1') =>
      (await send(client.send(new GetItemCommand({ TableName, Key: key(sk) })))).Item,
    update: (input: Partial<UpdateItemCommandInput>) =>
      send(client.send(new UpdateItemCommand({ TableName, Key: key(), ...input }))),
  };
}

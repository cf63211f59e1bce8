// DynamoDB in a twin, with one table that is ready for use.
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
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

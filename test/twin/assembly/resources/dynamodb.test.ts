import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { dynamodb } from '../../../../twin/services/dynamodb/index.ts';
import { assemblyWith, judgedTwin } from '../builders.ts';

describe('a table', () => {
  const table = (...indexes: string[]) => ({
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'shop',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: ['pk', ...indexes].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      ...(indexes.length === 0
        ? {}
        : {
            GlobalSecondaryIndexes: indexes.map((AttributeName) => ({
              IndexName: `by-${AttributeName}`,
              KeySchema: [{ AttributeName, KeyType: 'HASH' }],
              Projection: { ProjectionType: 'ALL' },
            })),
          }),
    },
  });

  it('can be used as soon as the deployment is over', async () => {
    const { deploy, client, clock } = judgedTwin([dynamodb]);
    const before = clock.now();
    await deploy(assemblyWith({ Table: table() }));
    const { Table } = await client(DynamoDBClient).send(
      new DescribeTableCommand({ TableName: 'shop' }),
    );
    expect(Table?.TableStatus).toBe('ACTIVE');
    expect(clock.now() - before).toBeLessThan(5000);
  });

  it('gets an index added', async () => {
    const { deploy, client } = judgedTwin([dynamodb]);
    const deployment = await deploy(assemblyWith({ Table: table() }));
    await deployment.update(assemblyWith({ Table: table('state') }));
    const { Table } = await client(DynamoDBClient).send(
      new DescribeTableCommand({ TableName: 'shop' }),
    );
    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual(['by-state']);
  });
});

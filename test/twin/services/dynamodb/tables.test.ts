import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { startDynamodb, tableInput } from './start-dynamodb.ts';

const TableName = 'releases';

describe('a table', () => {
  test('takes a moment to be made, and can only then be used', async () => {
    const { client, send, pass } = await startDynamodb();
    const created = await send(
      client.send(new CreateTableCommand(tableInput({ TableName: 'second' }))),
    );
    expect(created.TableDescription?.TableStatus).toBe('CREATING');
    const get = new GetItemCommand({
      TableName: 'second',
      Key: { pk: { S: 'a' }, sk: { S: '1' } },
    });
    await expect(send(client.send(get))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await pass(10);
    expect((await send(client.send(get))).Item).toBeUndefined();
  });

  test('is described with its keys, its indexes and how it is billed', async () => {
    const { client, send } = await startDynamodb();
    const { Table } = await send(client.send(new DescribeTableCommand({ TableName })));
    expect(Table).toMatchObject({
      TableArn: 'arn:aws:dynamodb:us-east-1:123456789012:table/releases',
      TableStatus: 'ACTIVE',
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [{ IndexName: 'byState', IndexStatus: 'ACTIVE' }],
    });
  });

  test('can be named by its ARN', async () => {
    const { client, send } = await startDynamodb();
    const arn = 'arn:aws:dynamodb:us-east-1:123456789012:table/releases';
    const { Table } = await send(client.send(new DescribeTableCommand({ TableName: arn })));
    expect(Table?.TableName).toBe(TableName);
  });

  test('is not deleted while it is protected', async () => {
    const { client, send, pass } = await startDynamodb(
      tableInput({ DeletionProtectionEnabled: true }),
    );
    const deletion = () => send(client.send(new DeleteTableCommand({ TableName })));
    await expect(deletion()).rejects.toThrow(/protected against deletion/);
    await send(
      client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false })),
    );
    expect((await deletion()).TableDescription?.TableStatus).toBe('DELETING');
    await pass(10);
    expect((await send(client.send(new ListTablesCommand({})))).TableNames).toEqual([]);
  });

  test.each([
    ['exists already', tableInput(), /Table already exists: releases/],
    [
      'has no throughput',
      tableInput({ TableName: 'x-1', BillingMode: 'PROVISIONED' }),
      /must both be specified when BillingMode is PROVISIONED/,
    ],
    [
      'defines an attribute that no key uses',
      tableInput({ TableName: 'x-1', GlobalSecondaryIndexes: undefined }),
      /Number of attributes in KeySchema does not exactly match/,
    ],
    [
      'has a key without a definition',
      tableInput({
        TableName: 'x-1',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      }),
      /Some index key attributes are not defined/,
    ],
    ['has a short name', tableInput({ TableName: 'x' }), /at least 3 characters long/],
  ])('is refused when it %s', async (_case, input, message) => {
    const { client, send } = await startDynamodb();
    await expect(send(client.send(new CreateTableCommand(input)))).rejects.toThrow(message);
  });

  test('gets a new index, filled with what is there, after a while', async () => {
    const { client, send, pass } = await startDynamodb();
    const Item = { pk: { S: 'auth' }, sk: { S: '1' }, owner: { S: 'kim' } };
    await send(client.send(new PutItemCommand({ TableName, Item })));
    await send(
      client.send(
        new UpdateTableCommand({
          TableName,
          AttributeDefinitions: [{ AttributeName: 'owner', AttributeType: 'S' }],
          GlobalSecondaryIndexUpdates: [
            {
              Create: {
                IndexName: 'byOwner',
                KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
                Projection: { ProjectionType: 'KEYS_ONLY' },
              },
            },
          ],
        }),
      ),
    );
    const query = () =>
      send(
        client.send(
          new QueryCommand({
            TableName,
            IndexName: 'byOwner',
            KeyConditionExpression: '#o = :o',
            ExpressionAttributeNames: { '#o': 'owner' },
            ExpressionAttributeValues: { ':o': { S: 'kim' } },
          }),
        ),
      );
    await expect(query()).rejects.toThrow(/backfilling/);
    await pass(60);
    expect((await query()).Items).toEqual([Item]);
  });

  test('deletes items some time after they expire, and not when they were given more time', async () => {
    const { client, send, pass, clock } = await startDynamodb();
    const seconds = (after: number) => ({ N: String(Math.floor(clock.now() / 1_000) + after) });
    await send(
      client.send(
        new UpdateTimeToLiveCommand({
          TableName,
          TimeToLiveSpecification: { AttributeName: 'until', Enabled: true },
        }),
      ),
    );
    const put = (sk: string, after: number) =>
      send(
        client.send(
          new PutItemCommand({
            TableName,
            Item: { pk: { S: 'a' }, sk: { S: sk }, until: seconds(after) },
          }),
        ),
      );
    const get = async (sk: string) =>
      (
        await send(
          client.send(new GetItemCommand({ TableName, Key: { pk: { S: 'a' }, sk: { S: sk } } })),
        )
      ).Item;
    await put('goes', 60);
    await put('stays', 60);
    await put('stays', 100_000);
    expect(await get('goes')).toBeDefined();
    await pass(2 * 60 * 60);
    expect(await get('goes')).toBeUndefined();
    expect(await get('stays')).toBeDefined();
  });

  test('keeps its settings for time to live and recovery', async () => {
    const { client, send } = await startDynamodb();
    await send(
      client.send(
        new UpdateContinuousBackupsCommand({
          TableName,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      ),
    );
    const backups = await send(client.send(new DescribeContinuousBackupsCommand({ TableName })));
    expect(backups.ContinuousBackupsDescription).toMatchObject({
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
    });
    const ttl = await send(client.send(new DescribeTimeToLiveCommand({ TableName })));
    expect(ttl.TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'DISABLED' });
  });
});

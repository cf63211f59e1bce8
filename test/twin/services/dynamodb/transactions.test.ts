import {
  type AttributeValue,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { startDynamodb } from './start-dynamodb.ts';

type Item = Record<string, AttributeValue>;

const TableName = 'releases';
const key = (sk: string): Item => ({ pk: { S: 'auth' }, sk: { S: sk } });

async function started() {
  const { client, send, ...rest } = await startDynamodb();
  const stable = { ...key('stable'), v: { N: '1' } };
  await send(client.send(new PutItemCommand({ TableName, Item: stable })));
  return {
    ...rest,
    stable,
    get: async (sk: string) =>
      (await send(client.send(new GetItemCommand({ TableName, Key: key(sk) })))).Item,
    read: (...keys: string[]) =>
      send(
        client.send(
          new TransactGetItemsCommand({
            TransactItems: keys.map((sk) => ({ Get: { TableName, Key: key(sk) } })),
          }),
        ),
      ),
    transact: (TransactItems: TransactWriteItem[], ClientRequestToken?: string) =>
      send(
        client.send(
          new TransactWriteItemsCommand({
            TransactItems,
            ReturnConsumedCapacity: 'TOTAL',
            ...(ClientRequestToken === undefined ? {} : { ClientRequestToken }),
          }),
        ),
      ),
  };
}

const put = (sk: string): TransactWriteItem => ({ Put: { TableName, Item: key(sk) } });
const count = (sk: string): TransactWriteItem => ({
  Update: {
    TableName,
    Key: key(sk),
    UpdateExpression: 'ADD v :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
  },
});
const check = (version: string): TransactWriteItem => ({
  ConditionCheck: {
    TableName,
    Key: key('stable'),
    ConditionExpression: 'v = :v',
    ExpressionAttributeValues: { ':v': { N: version } },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
});

describe('a transaction', () => {
  test('writes everything when all conditions hold, at twice the price', async () => {
    const { transact, get } = await started();
    const { ConsumedCapacity } = await transact([check('1'), put('a'), count('b')]);
    expect(await get('a')).toEqual(key('a'));
    expect(await get('b')).toEqual({ ...key('b'), v: { N: '1' } });
    expect(ConsumedCapacity?.[0]?.CapacityUnits).toBe(6);
  });

  test('writes nothing when one condition fails, and tells which', async () => {
    const { transact, get, stable } = await started();
    await expect(transact([put('a'), check('2')])).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
      CancellationReasons: [
        { Code: 'None' },
        {
          Code: 'ConditionalCheckFailed',
          Message: 'The conditional request failed',
          Item: stable,
        },
      ],
    });
    expect(await get('a')).toBeUndefined();
  });

  test('is carried out once for one token, and refuses the token for another request', async () => {
    const { transact, get, pass } = await started();
    await transact([count('a')], 'token-1');
    await transact([count('a')], 'token-1');
    expect(await get('a')).toMatchObject({ v: { N: '1' } });
    await expect(transact([count('b')], 'token-1')).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
    await pass(11 * 60);
    await transact([count('a')], 'token-1');
    expect(await get('a')).toMatchObject({ v: { N: '2' } });
  });

  test('may not touch one item twice', async () => {
    const { transact } = await started();
    await expect(transact([put('a'), count('a')])).rejects.toThrow(
      'Transaction request cannot include multiple operations on one item',
    );
  });

  test('reads several items at one moment', async () => {
    const { read, stable } = await started();
    expect((await read('stable', 'gone')).Responses).toEqual([{ Item: stable }, {}]);
  });
});

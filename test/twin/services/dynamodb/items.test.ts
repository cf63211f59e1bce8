import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { type Item, item, key, startWith, TableName } from './start-dynamodb.ts';

describe('an item', () => {
  test('comes back as it was put, with every type and exact numbers', async () => {
    const full = item({
      text: { S: 'ü' },
      number: { N: '12345678901234567890123456789012345678' },
      bytes: { B: new Uint8Array([0, 255]) },
      yes: { BOOL: true },
      nothing: { NULL: true },
      names: { SS: ['b', 'a'] },
      list: { L: [{ N: '1.5' }, { M: { deep: { S: 'x' } } }] },
    });
    const { get } = await startWith([full]);
    expect(await get()).toEqual(full);
  });

  test('has its numbers in one form', async () => {
    const { get } = await startWith([item({ n: { N: '-0012.3400e2' }, zero: { N: '-0.0' } })]);
    expect(await get()).toMatchObject({ n: { N: '-1234' }, zero: { N: '0' } });
  });

  test.each<[string, Item, RegExp]>([
    ['lacks its range key', { pk: { S: 'a' } }, /Missing the key sk in the item/],
    [
      'has a key of the wrong type',
      { pk: { N: '1' }, sk: { S: '1' } },
      /Type mismatch for key pk expected: S actual: N/,
    ],
    [
      'has an empty key',
      { pk: { S: '' }, sk: { S: '1' } },
      /cannot contain an empty string value. Key: pk/,
    ],
    [
      'has an index key of the wrong type',
      item({ state: { N: '1' } }),
      /Type mismatch for Index Key state Expected: S Actual: N IndexName: byState/,
    ],
    ['has an empty set', item({ s: { SS: [] } }), /An string set {2}may not be empty/],
    [
      'has a set with duplicates',
      item({ s: { NS: ['1', '1.0'] } }),
      /Input collection contains duplicates/,
    ],
    ['has 39 digits', item({ n: { N: '1'.repeat(39) } }), /more than 38 significant digits/],
    ['is too large a number', item({ n: { N: '1e126' } }), /Number overflow/],
    ['is no number', item({ n: { N: 'one' } }), /cannot be converted to a numeric value: one/],
    [
      'is larger than 400 KB',
      item({ s: { S: 'x'.repeat(410_000) } }),
      /Item size has exceeded the maximum allowed size/,
    ],
  ])('is refused when it %s', async (_case, Item, message) => {
    const { client, send } = await startWith();
    await expect(send(client.send(new PutItemCommand({ TableName, Item })))).rejects.toThrow(
      message,
    );
  });

  test('is not written when the condition fails, and the caller sees what stands in the way', async () => {
    const { client, send, get } = await startWith([item({ v: { N: '1' } })]);
    const put = new PutItemCommand({
      TableName,
      Item: item({ v: { N: '2' } }),
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    await expect(send(client.send(put))).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      Item: item({ v: { N: '1' } }),
    });
    expect(await get()).toEqual(item({ v: { N: '1' } }));
  });

  test('is billed in the trace, also when the condition fails', async () => {
    const { client, send, twin } = await startWith([item()]);
    const put = new PutItemCommand({
      TableName,
      Item: item(),
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    await send(client.send(put)).catch(() => undefined);
    await send(client.send(new GetItemCommand({ TableName, Key: key() })));
    const billed = twin.trace.records().filter(({ kind }) => kind === 'capacity');
    expect(billed.map(({ detail }) => detail)).toEqual([
      { table: TableName, kind: 'write', units: 1 },
      { table: TableName, kind: 'write', units: 1 },
      { table: TableName, kind: 'read', units: 0.5 },
    ]);
  });

  test('gives back the old item when it is deleted', async () => {
    const { client, send, get } = await startWith([item({ v: { N: '1' } })]);
    const { Attributes } = await send(
      client.send(new DeleteItemCommand({ TableName, Key: key(), ReturnValues: 'ALL_OLD' })),
    );
    expect(Attributes).toEqual(item({ v: { N: '1' } }));
    expect(await get()).toBeUndefined();
  });

  test('costs by its size, more when it is read consistently or indexed', async () => {
    const { client, send } = await startWith();
    const large = item({ data: { S: 'x'.repeat(5_000) }, state: { S: 'live' } });
    const put = await send(
      client.send(
        new PutItemCommand({ TableName, Item: large, ReturnConsumedCapacity: 'INDEXES' }),
      ),
    );
    expect(put.ConsumedCapacity).toMatchObject({
      CapacityUnits: 10,
      Table: { CapacityUnits: 5 },
      GlobalSecondaryIndexes: { byState: { CapacityUnits: 5 } },
    });
    const read = (ConsistentRead: boolean) =>
      send(
        client.send(
          new GetItemCommand({
            TableName,
            Key: key(),
            ConsistentRead,
            ReturnConsumedCapacity: 'TOTAL',
          }),
        ),
      );
    expect((await read(true)).ConsumedCapacity?.CapacityUnits).toBe(2);
    expect((await read(false)).ConsumedCapacity?.CapacityUnits).toBe(1);
  });
});

test('an index costs nothing when a write leaves it as it was', async () => {
  const { client, send } = await startWith([item({ state: { S: 'live' } })]);
  const put = (Item: Item) =>
    send(client.send(new PutItemCommand({ TableName, Item, ReturnConsumedCapacity: 'INDEXES' })));
  const same = await put(item({ state: { S: 'live' } }));
  expect(same.ConsumedCapacity?.GlobalSecondaryIndexes).toBeUndefined();
  const moved = await put(item({ state: { S: 'gone' } }));
  expect(moved.ConsumedCapacity?.GlobalSecondaryIndexes).toEqual({ byState: { CapacityUnits: 2 } });
});

import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { startDynamodb } from './start-dynamodb.ts';

type Item = Record<string, AttributeValue>;

const TableName = 'releases';
const key = (sk = '1'): Item => ({ pk: { S: 'auth' }, sk: { S: sk } });
const item = (more: Item = {}, sk = '1'): Item => ({ ...key(sk), ...more });

async function started(items: readonly Item[] = []) {
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
    const { get } = await started([full]);
    expect(await get()).toEqual(full);
  });

  test('has its numbers in one form', async () => {
    const { get } = await started([item({ n: { N: '-0012.3400e2' }, zero: { N: '-0.0' } })]);
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
    const { client, send } = await started();
    await expect(send(client.send(new PutItemCommand({ TableName, Item })))).rejects.toThrow(
      message,
    );
  });

  test('is not written when the condition fails, and the caller sees what stands in the way', async () => {
    const { client, send, get } = await started([item({ v: { N: '1' } })]);
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

  test('gives back the old item when it is deleted', async () => {
    const { client, send, get } = await started([item({ v: { N: '1' } })]);
    const { Attributes } = await send(
      client.send(new DeleteItemCommand({ TableName, Key: key(), ReturnValues: 'ALL_OLD' })),
    );
    expect(Attributes).toEqual(item({ v: { N: '1' } }));
    expect(await get()).toBeUndefined();
  });

  test('costs by its size, more when it is read consistently or indexed', async () => {
    const { client, send } = await started();
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

describe('an update', () => {
  const names = { '#n': 'name' };

  test.each<[string, Item, string, Item, Item]>([
    ['sets', {}, 'SET a = :a', { ':a': { S: 'x' } }, { a: { S: 'x' } }],
    ['counts', { a: { N: '1' } }, 'SET a = a + :a', { ':a': { N: '0.1' } }, { a: { N: '1.1' } }],
    [
      'subtracts exactly',
      { a: { N: '0.3' } },
      'SET a = a - :a',
      { ':a': { N: '0.1' } },
      { a: { N: '0.2' } },
    ],
    [
      'keeps what exists',
      { a: { S: 'old' } },
      'SET a = if_not_exists(a, :a)',
      { ':a': { S: 'x' } },
      { a: { S: 'old' } },
    ],
    [
      'starts a counter',
      {},
      'SET a = if_not_exists(a, :z) + :a',
      { ':z': { N: '0' }, ':a': { N: '1' } },
      { a: { N: '1' } },
    ],
    [
      'appends',
      { a: { L: [{ N: '1' }] } },
      'SET a = list_append(a, :a)',
      { ':a': { L: [{ N: '2' }] } },
      { a: { L: [{ N: '1' }, { N: '2' }] } },
    ],
    ['adds to a missing number', {}, 'ADD a :a', { ':a': { N: '5' } }, { a: { N: '5' } }],
    [
      'adds to a set',
      { a: { SS: ['x'] } },
      'ADD a :a',
      { ':a': { SS: ['x', 'y'] } },
      { a: { SS: ['x', 'y'] } },
    ],
    ['empties a set away', { a: { SS: ['x'] } }, 'DELETE a :a', { ':a': { SS: ['x', 'y'] } }, {}],
    [
      'reaches into maps',
      { a: { M: { b: { N: '1' } } } },
      'SET a.c = :a',
      { ':a': { N: '2' } },
      { a: { M: { b: { N: '1' }, c: { N: '2' } } } },
    ],
    [
      'replaces in lists',
      { a: { L: [{ N: '1' }] } },
      'SET a[0] = :a',
      { ':a': { N: '2' } },
      { a: { L: [{ N: '2' }] } },
    ],
    [
      'appends beyond the end',
      { a: { L: [{ N: '1' }] } },
      'SET a[9] = :a',
      { ':a': { N: '2' } },
      { a: { L: [{ N: '1' }, { N: '2' }] } },
    ],
    [
      'swaps, since all operands are the old ones',
      { a: { N: '1' }, b: { N: '2' } },
      'SET a = b, b = a',
      {},
      { a: { N: '2' }, b: { N: '1' } },
    ],
    [
      'combines sections',
      { a: { N: '1' }, b: { N: '1' } },
      'REMOVE b SET c = :a ADD a :a',
      { ':a': { N: '1' } },
      { a: { N: '2' }, c: { N: '1' } },
    ],
  ])('%s', async (_case, before, UpdateExpression, values, after) => {
    const { update, get } = await started([item(before)]);
    const bound = Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values };
    await update({ UpdateExpression, ...bound });
    expect(await get()).toEqual(item(after));
  });

  test('removes list members by their old places', async () => {
    const list = (...numbers: string[]) => ({ a: { L: numbers.map((N) => ({ N })) } });
    const { update, get } = await started([item(list('0', '1', '2', '3'))]);
    await update({ UpdateExpression: 'REMOVE a[0], a[2]' });
    expect(await get()).toEqual(item(list('1', '3')));
  });

  test('makes the item where there is none', async () => {
    const { update, get } = await started();
    await update({
      UpdateExpression: 'SET #n = :n',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ':n': { S: 'x' } },
    });
    expect(await get()).toEqual(item({ name: { S: 'x' } }));
  });

  test('gives back just what changed when asked', async () => {
    const { update } = await started([item({ a: { N: '1' }, b: { N: '1' } })]);
    const { Attributes } = await update({
      UpdateExpression: 'SET a = a + :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ReturnValues: 'UPDATED_NEW',
    });
    expect(Attributes).toEqual({ a: { N: '2' } });
  });

  test.each<[string, string, Item | undefined, string]>([
    [
      'a reserved word',
      'SET name = :a',
      { ':a': { N: '1' } },
      'Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: name',
    ],
    [
      'an undefined value',
      'SET a = :b',
      { ':a': { N: '1' } },
      'Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :b',
    ],
    [
      'an undefined name',
      'SET #a = :a',
      { ':a': { N: '1' } },
      'Invalid UpdateExpression: An expression attribute name used in the document path is not defined; attribute name: #a',
    ],
    [
      'an unused value',
      'SET a = :a',
      { ':a': { N: '1' }, ':b': { N: '1' } },
      'Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}',
    ],
    [
      'a syntax error',
      'SET a == :a',
      { ':a': { N: '1' } },
      'Invalid UpdateExpression: Syntax error; token: "=", near: "== :a"',
    ],
    [
      'an unknown function',
      'SET a = plus(:a, :a)',
      { ':a': { N: '1' } },
      'Invalid UpdateExpression: Invalid function name; function: plus',
    ],
    [
      'overlapping paths',
      'SET a = :a, a.b = :a',
      { ':a': { N: '1' } },
      'Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]',
    ],
    [
      'a section twice',
      'SET a = :a SET b = :a',
      { ':a': { N: '1' } },
      'Invalid UpdateExpression: The "SET" section can only be used once in an update expression;',
    ],
    [
      'a key',
      'SET sk = :a',
      { ':a': { S: '1' } },
      'One or more parameter values were invalid: Cannot update attribute sk. This attribute is part of the key',
    ],
    [
      'a sum with a string',
      'SET a = b + :a',
      { ':a': { S: '1' } },
      'Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: +, operand type: S',
    ],
    [
      'an attribute that does not exist',
      'SET a = b',
      undefined,
      'The provided expression refers to an attribute that does not exist in the item',
    ],
    [
      'a path into nothing',
      'SET a.b = :a',
      { ':a': { N: '1' } },
      'The document path provided in the update expression is invalid for update',
    ],
    ['nothing', '', undefined, 'Invalid UpdateExpression: The expression can not be empty;'],
  ])('is refused with %s', async (_case, UpdateExpression, values, message) => {
    const { update } = await started([item()]);
    const bound = values === undefined ? {} : { ExpressionAttributeValues: values };
    await expect(update({ UpdateExpression, ...bound })).rejects.toMatchObject({
      name: 'ValidationException',
      message,
    });
  });
});

describe('a query', () => {
  const events = ['a#01', 'a#02', 'a#03', 'b#01'].map((sk, index) =>
    item({ n: { N: String(index) }, ...(index % 2 === 0 ? { state: { S: 'live' } } : {}) }, sk),
  );
  const found = (items: Item[] | undefined) => items?.map(({ sk }) => sk?.S);

  test.each<[string, Item, string[]]>([
    ['pk = :pk', {}, ['a#01', 'a#02', 'a#03', 'b#01']],
    ['pk = :pk AND begins_with(sk, :s)', { ':s': { S: 'a#' } }, ['a#01', 'a#02', 'a#03']],
    [
      'pk = :pk AND sk BETWEEN :s AND :t',
      { ':s': { S: 'a#02' }, ':t': { S: 'b' } },
      ['a#02', 'a#03'],
    ],
    ['pk = :pk AND sk > :s', { ':s': { S: 'a#02' } }, ['a#03', 'b#01']],
    ['pk = :pk and :s >= sk', { ':s': { S: 'a#02' } }, ['a#01', 'a#02']],
    ['(pk = :pk) AND (sk = :s)', { ':s': { S: 'b#01' } }, ['b#01']],
  ])('finds %s in order', async (KeyConditionExpression, values, expected) => {
    const { client, send } = await started(events);
    const query = (ScanIndexForward: boolean) =>
      send(
        client.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression,
            ExpressionAttributeValues: { ':pk': { S: 'auth' }, ...values },
            ScanIndexForward,
          }),
        ),
      );
    expect(found((await query(true)).Items)).toEqual(expected);
    expect(found((await query(false)).Items)).toEqual([...expected].reverse());
  });

  test('pages by the number of items looked at, not by those that pass the filter', async () => {
    const { client, send } = await started(events);
    const pages: (string | undefined)[][] = [];
    let ExclusiveStartKey: Item | undefined;
    do {
      const page = await send(
        client.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :pk',
            FilterExpression: 'n <> :n',
            ExpressionAttributeValues: { ':pk': { S: 'auth' }, ':n': { N: '1' } },
            Limit: 2,
            ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
          }),
        ),
      );
      pages.push(found(page.Items) ?? []);
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    expect(pages).toEqual([['a#01'], ['a#03', 'b#01'], []]);
  });

  test('stops a page at 1 MB', async () => {
    const large = Array.from({ length: 4 }, (_, index) =>
      item({ data: { S: 'x'.repeat(390_000) } }, String(index)),
    );
    const { client, send } = await started(large);
    const page = await send(
      client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: 'auth' } },
        }),
      ),
    );
    expect(page.Count).toBe(3);
    expect(page.LastEvaluatedKey).toEqual(key('2'));
  });

  test('reads an index, which holds only the items that have its key', async () => {
    const { client, send } = await started(events);
    const query = new QueryCommand({
      TableName,
      IndexName: 'byState',
      KeyConditionExpression: '#s = :s',
      ExpressionAttributeNames: { '#s': 'state' },
      ExpressionAttributeValues: { ':s': { S: 'live' } },
      Limit: 1,
    });
    const page = await send(client.send(query));
    expect(found(page.Items)).toEqual(['a#01']);
    expect(page.LastEvaluatedKey).toEqual({ ...key('a#01'), state: { S: 'live' } });
    query.input.ExclusiveStartKey = page.LastEvaluatedKey;
    expect(found((await send(client.send(query))).Items)).toEqual(['a#03']);
  });

  test('counts without giving the items', async () => {
    const { client, send } = await started(events);
    const page = await send(
      client.send(new ScanCommand({ TableName, Select: 'COUNT', IndexName: 'byState' })),
    );
    expect(page).toMatchObject({ Count: 2, ScannedCount: 2 });
    expect(page.Items).toBeUndefined();
  });

  test.each([
    ['no partition key', 'sk = :s', 'Query condition missed key schema element: pk'],
    ['a range of partitions', 'pk > :s', 'Query key condition not supported'],
    ['an alternative', 'pk = :s OR sk = :s', 'Invalid operator used in KeyConditionExpression: OR'],
    ['another attribute', 'pk = :s AND n = :s', 'Query condition missed key schema element: sk'],
  ])('is refused with %s', async (_case, KeyConditionExpression, message) => {
    const { client, send } = await started();
    const query = new QueryCommand({
      TableName,
      KeyConditionExpression,
      ExpressionAttributeValues: { ':s': { S: 'auth' } },
    });
    await expect(send(client.send(query))).rejects.toThrow(message);
  });

  test('is refused when its filter names a key', async () => {
    const { client, send } = await started();
    const query = new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :s',
      FilterExpression: 'sk = :s',
      ExpressionAttributeValues: { ':s': { S: 'auth' } },
    });
    await expect(send(client.send(query))).rejects.toThrow(
      'Filter Expression can only contain non-primary key attributes: Primary key attribute: sk',
    );
  });
});

describe('a condition', () => {
  const subject = item({
    n: { N: '10' },
    s: { S: 'hello' },
    l: { L: [{ S: 'x' }, { N: '1' }] },
    m: { M: { k: { S: 'v' } } },
    set: { SS: ['a', 'b'] },
  });
  const values: Item = {
    ':ten': { N: '10' },
    ':nine': { N: '9' },
    ':he': { S: 'he' },
    ':x': { S: 'x' },
    ':a': { S: 'a' },
    ':v': { S: 'v' },
    ':S': { S: 'S' },
    ':two': { N: '2' },
  };

  test.each([
    ['n = :ten', true],
    ['n > :nine', true],
    ['n > :he', false],
    ['n <> :he', true],
    ['gone <> :he', true],
    ['gone = :he', false],
    ['n BETWEEN :nine AND :ten', true],
    ['n IN (:nine, :ten)', true],
    ['begins_with(s, :he)', true],
    ['contains(s, :he)', true],
    ['contains(l, :x)', true],
    ['contains(#set, :a)', true],
    ['contains(#set, :x)', false],
    ['m.k = :v', true],
    ['l[0] = :x', true],
    ['l[5] = :x', false],
    ['attribute_exists(m.k)', true],
    ['attribute_not_exists(m.gone)', true],
    ['attribute_type(s, :S)', true],
    ['size(l) = :two', true],
    ['size(s) > :two', true],
    ['NOT n = :nine AND (s = :he OR n = :ten)', true],
    ['NOT (n = :ten)', false],
  ])('%s is %s', async (ConditionExpression, holds) => {
    const { update } = await started([subject]);
    const used = Object.entries(values).filter(([name]) =>
      new RegExp(`${name}\\b`).test(ConditionExpression),
    );
    const bound = used.length === 0 ? {} : { ExpressionAttributeValues: Object.fromEntries(used) };
    const named = ConditionExpression.includes('#set')
      ? { ExpressionAttributeNames: { '#set': 'set' } }
      : {};
    const outcome = update({ ConditionExpression, ...bound, ...named }).then(
      () => true,
      (error: Error) => error.name,
    );
    expect(await outcome).toBe(holds ? true : 'ConditionalCheckFailedException');
  });
});

describe('a batch', () => {
  test('writes and reads many items', async () => {
    const { client, send } = await started();
    const items = ['1', '2', '3'].map((sk) => item({ n: { N: sk } }, sk));
    await send(
      client.send(
        new BatchWriteItemCommand({
          RequestItems: { [TableName]: items.map((Item) => ({ PutRequest: { Item } })) },
        }),
      ),
    );
    const { Responses, UnprocessedKeys } = await send(
      client.send(
        new BatchGetItemCommand({
          RequestItems: { [TableName]: { Keys: [key('1'), key('3'), key('9')] } },
        }),
      ),
    );
    expect(Responses?.[TableName]).toEqual([items[0], items[2]]);
    expect(UnprocessedKeys).toEqual({});
  });

  test('is refused when it names a key twice', async () => {
    const { client, send } = await started();
    const batch = new BatchWriteItemCommand({
      RequestItems: {
        [TableName]: [{ PutRequest: { Item: item() } }, { DeleteRequest: { Key: key() } }],
      },
    });
    await expect(send(client.send(batch))).rejects.toThrow(
      'Provided list of item keys contains duplicates',
    );
  });
});

import { QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { type Item, item, key, startWith, TableName } from './start-dynamodb.ts';

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
    ['pk = :pk and :s <= sk', { ':s': { S: 'a#02' } }, ['a#02', 'a#03', 'b#01']],
    ['pk = :pk and :s < sk', { ':s': { S: 'a#02' } }, ['a#03', 'b#01']],
    ['pk = :pk and :s > sk', { ':s': { S: 'a#02' } }, ['a#01']],
    ['(pk = :pk) AND (sk = :s)', { ':s': { S: 'b#01' } }, ['b#01']],
  ])('finds %s in order', async (KeyConditionExpression, values, expected) => {
    const { client, send } = await startWith(events);
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
    const { client, send } = await startWith(events);
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

  test.each([true, false])(
    'gives every item once over its pages (forward: %s)',
    async (forward) => {
      const { client, send } = await startWith(events);
      const seen: (string | undefined)[] = [];
      let ExclusiveStartKey: Item | undefined;
      do {
        const page = await send(
          client.send(
            new QueryCommand({
              TableName,
              KeyConditionExpression: 'pk = :pk',
              ExpressionAttributeValues: { ':pk': { S: 'auth' } },
              ScanIndexForward: forward,
              Limit: 1,
              ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
            }),
          ),
        );
        seen.push(...(found(page.Items) ?? []));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      const all = ['a#01', 'a#02', 'a#03', 'b#01'];
      expect(seen).toEqual(forward ? all : all.reverse());
    },
  );

  test('orders strings by their UTF-8 bytes', async () => {
    // U+FF5E comes before U+1F600, though its UTF-16 code unit is the larger one.
    const { client, send } = await startWith([
      item({}, '\u{1F600}'),
      item({}, '\u30A2'),
      item({}, '\uFF5E'),
      item({}, 'z'),
    ]);
    const page = await send(
      client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: 'auth' } },
        }),
      ),
    );
    expect(found(page.Items)).toEqual(['z', '\u30A2', '\uFF5E', '\u{1F600}']);
  });

  test('stops a page at 1 MB', async () => {
    const large = Array.from({ length: 4 }, (_, index) =>
      item({ data: { S: 'x'.repeat(390_000) } }, String(index)),
    );
    const { client, send } = await startWith(large);
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
    const { client, send } = await startWith(events);
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
    const { client, send } = await startWith(events);
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
    const { client, send } = await startWith();
    const query = new QueryCommand({
      TableName,
      KeyConditionExpression,
      ExpressionAttributeValues: { ':s': { S: 'auth' } },
    });
    await expect(send(client.send(query))).rejects.toThrow(message);
  });

  test('is refused when its filter names a key', async () => {
    const { client, send } = await startWith();
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

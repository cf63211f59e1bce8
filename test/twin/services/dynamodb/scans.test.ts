import { BatchGetItemCommand, BatchWriteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { type Item, item, key, startWith, TableName } from './start-dynamodb.ts';

describe('a scan', () => {
  test.each([1, 2, 3, 7])('gives every item once over pages of %d', async (Limit) => {
    const items = ['a', 'b', 'c'].flatMap((pk) =>
      ['1', '2', '3'].map((sk) => ({ pk: { S: pk }, sk: { S: sk } })),
    );
    const { client, send } = await startWith(items);
    const seen: string[] = [];
    let ExclusiveStartKey: Item | undefined;
    do {
      const page = await send(
        client.send(
          new ScanCommand({
            TableName,
            Limit,
            ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
          }),
        ),
      );
      seen.push(...(page.Items ?? []).map(({ pk, sk }) => `${pk?.S}${sk?.S}`));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    expect(seen.sort()).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'b3', 'c1', 'c2', 'c3']);
  });

  test('is shared out to segments', async () => {
    const items = ['a', 'b', 'c', 'd', 'e'].map((pk) => ({ pk: { S: pk }, sk: { S: '1' } }));
    const { client, send } = await startWith(items);
    const segment = async (Segment: number) => {
      const page = await send(
        client.send(new ScanCommand({ TableName, Segment, TotalSegments: 2 })),
      );
      return (page.Items ?? []).map(({ pk }) => pk?.S);
    };
    const [first, second] = [await segment(0), await segment(1)];
    expect([...first, ...second].sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(first.filter((each) => second.includes(each))).toEqual([]);
  });
});

describe('a batch', () => {
  test('writes and reads many items', async () => {
    const { client, send } = await startWith();
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
    const { client, send } = await startWith();
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

// Random writes and reads, held against the simplest thing that could be a table: a list of items.
import {
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startDynamodb } from './start-dynamodb.ts';

interface Row {
  pk: string;
  sk: string;
  n: number;
  state?: string;
}

type Step =
  | { readonly kind: 'put'; readonly row: Row }
  | { readonly kind: 'delete'; readonly pk: string; readonly sk: string }
  | { readonly kind: 'count'; readonly pk: string; readonly sk: string; readonly by: number }
  | { readonly kind: 'move'; readonly from: Row; readonly to: Row };

const TableName = 'releases';
const pk = fc.constantFrom('a', 'b');
const sk = fc.constantFrom('1', '2', '3');
const row: fc.Arbitrary<Row> = fc
  .tuple(pk, sk, fc.integer({ min: -5, max: 5 }), fc.option(fc.constantFrom('x', 'y')))
  .map(([pk, sk, n, state]) => ({ pk, sk, n, ...(state === null ? {} : { state }) }));
const step: fc.Arbitrary<Step> = fc.oneof(
  row.map((row) => ({ kind: 'put' as const, row })),
  fc.record({ kind: fc.constant('delete' as const), pk, sk }),
  fc.record({ kind: fc.constant('count' as const), pk, sk, by: fc.integer({ min: -3, max: 3 }) }),
  fc.record({ kind: fc.constant('move' as const), from: row, to: row }),
);

const same = (a: { pk: string; sk: string }, b: { pk: string; sk: string }) =>
  a.pk === b.pk && a.sk === b.sk;
const keyOf = ({ pk, sk }: { pk: string; sk: string }) => ({ pk: { S: pk }, sk: { S: sk } });
const itemOf = ({ n, state, ...key }: Row) => ({
  ...keyOf(key),
  n: { N: String(n) },
  ...(state === undefined ? {} : { state: { S: state } }),
});
const without = (rows: readonly Row[], key: { pk: string; sk: string }) =>
  rows.filter((each) => !same(each, key));

/** What a list of rows becomes. */
function model(rows: readonly Row[], step: Step): Row[] {
  switch (step.kind) {
    case 'put':
      return [...without(rows, step.row), step.row];
    case 'delete':
      return without(rows, step);
    case 'count': {
      const { pk, sk, by } = step;
      const old = rows.find((each) => same(each, step)) ?? { pk, sk, n: 0 };
      return [...without(rows, step), { ...old, n: old.n + by }];
    }
    case 'move': {
      const { from, to } = step;
      const allowed = rows.some((each) => same(each, from)) && !same(from, to);
      return allowed ? [...without(without(rows, from), to), to] : [...rows];
    }
  }
}

function command(step: Step) {
  switch (step.kind) {
    case 'put':
      return new PutItemCommand({ TableName, Item: itemOf(step.row) });
    case 'delete':
      return new DeleteItemCommand({ TableName, Key: keyOf(step) });
    case 'count':
      return new UpdateItemCommand({
        TableName,
        Key: keyOf(step),
        UpdateExpression: 'SET n = if_not_exists(n, :zero) + :by',
        ExpressionAttributeValues: { ':zero': { N: '0' }, ':by': { N: String(step.by) } },
      });
    case 'move':
      return new TransactWriteItemsCommand({
        TransactItems: [
          {
            Delete: {
              TableName,
              Key: keyOf(step.from),
              ConditionExpression: 'attribute_exists(pk)',
            },
          },
          { Put: { TableName, Item: itemOf(step.to) } },
        ],
      });
  }
}

const bySortKey = (a: Row, b: Row) => (a.sk < b.sk ? -1 : Number(a.sk > b.sk));
const byKey = (a: Row, b: Row) => (a.pk < b.pk ? -1 : Number(a.pk > b.pk)) || bySortKey(a, b);

test('a table and its index answer as a list of rows would', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const { client, send } = await startDynamodb();
      let rows: Row[] = [];
      for (const each of steps) {
        rows = model(rows, each);
        // A move whose item is not there is cancelled, in the model as well.
        await send(client.send(command(each) as PutItemCommand)).catch(() => undefined);
      }
      const scanned = await send(client.send(new ScanCommand({ TableName })));
      const key = (item: ReturnType<typeof itemOf>) => `${item.pk.S} ${item.sk.S}`;
      const found = (scanned.Items ?? []) as ReturnType<typeof itemOf>[];
      expect(found.sort((a, b) => (key(a) < key(b) ? -1 : 1))).toEqual(
        [...rows].sort(byKey).map(itemOf),
      );
      for (const partition of ['a', 'b']) {
        const { Items } = await send(
          client.send(
            new QueryCommand({
              TableName,
              KeyConditionExpression: 'pk = :pk',
              ExpressionAttributeValues: { ':pk': { S: partition } },
            }),
          ),
        );
        const expected = rows.filter(({ pk }) => pk === partition).sort(bySortKey);
        expect(Items).toEqual(expected.map(itemOf));
      }
      const { Items: indexed } = await send(
        client.send(
          new QueryCommand({
            TableName,
            IndexName: 'byState',
            KeyConditionExpression: '#s = :s',
            ExpressionAttributeNames: { '#s': 'state' },
            ExpressionAttributeValues: { ':s': { S: 'x' } },
          }),
        ),
      );
      expect(indexed).toEqual(
        rows
          .filter(({ state }) => state === 'x')
          .sort(byKey)
          .map(itemOf),
      );
    }),
    { numRuns: 30 },
  );
});

// What Spillway itself wrote: its releases and their events, read from the table on the twin.
import type {
  AttributeValue,
  GetItemCommandOutput,
  QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { type TableKey, tableIndexes, tableKeys } from '../core/contract/table-keys.ts';
import type { ReleaseEvent } from '../core/release/event.ts';
import type { ReleaseRecord } from '../core/release/record.ts';
import type { World } from './world.ts';

export interface LedgerView {
  readonly record: ReleaseRecord;
  readonly executionArn: string;
  readonly events: readonly ReleaseEvent[];
}

type Entry = Omit<LedgerView, 'events'>;

/** Where the releases of a service stand, without how they came there. */
export async function readRecords(world: World, service: string): Promise<readonly Entry[]> {
  const { byService } = tableIndexes;
  const rows = await query(world, byService.pk, `SERVICE#${service}`, byService.name);
  return rows.map(({ document = '{}', executionArn = '' }) => ({
    record: JSON.parse(document) as ReleaseRecord,
    executionArn,
  }));
}

export async function readLedger(world: World, service: string): Promise<readonly LedgerView[]> {
  const entries = await readRecords(world, service);
  return Promise.all(
    entries.map(async (entry) => {
      const items = await query(world, 'pk', tableKeys.release(entry.record.releaseId).pk);
      const events = items.filter(({ sk = '' }) => sk.startsWith('EVENT#'));
      return {
        ...entry,
        events: events.map((item) => JSON.parse(item['document'] ?? '{}') as ReleaseEvent),
      };
    }),
  );
}

type Row = Readonly<Record<string, string>>;

/** Empty where there is none. */
export async function readItem(world: World, key: TableKey): Promise<Row> {
  const { Item = {} } = (await world.twin.call({
    service: 'dynamodb',
    operation: 'GetItem',
    input: { TableName: world.tableName, Key: { pk: { S: key.pk }, sk: { S: key.sk } } },
    region: world.region,
  })) as GetItemCommandOutput;
  return toRow(Item);
}

export async function writeItem(world: World, key: TableKey, row: Row): Promise<void> {
  const Item = Object.fromEntries(
    Object.entries({ ...row, ...key }).map(([name, value]) => [name, { S: value }]),
  );
  const input = { TableName: world.tableName, Item };
  const { region } = world;
  await world.twin.call({ service: 'dynamodb', operation: 'PutItem', input, region });
}

const toRow = (item: Record<string, AttributeValue>): Row =>
  Object.fromEntries(Object.entries(item).map(([name, { S, N }]) => [name, S ?? N ?? '']));

async function query(
  world: World,
  attribute: string,
  value: string,
  index?: string,
): Promise<Row[]> {
  const input = {
    TableName: world.tableName,
    ...(index === undefined ? {} : { IndexName: index }),
    KeyConditionExpression: '#p = :p',
    ExpressionAttributeNames: { '#p': attribute },
    ExpressionAttributeValues: { ':p': { S: value } },
  };
  const { Items = [] } = (await world.twin.call({
    service: 'dynamodb',
    operation: 'Query',
    input,
    region: world.region,
  })) as QueryCommandOutput;
  return Items.map(toRow);
}

// Capacity units: what AWS bills for reads and writes.
import type { ConsumedCapacity, ReturnConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { Item } from '../sdk.ts';
import { positionIn, projected, type Table } from '../tables/table.ts';
import { equalValues } from '../values/attribute.ts';
import { itemSize } from '../values/size.ts';

export interface Consumption {
  readonly tableName: string;
  readonly table: number;
  readonly indexes: ReadonlyMap<string, number>;
}

const READ_UNIT_BYTES = 4_096;
const WRITE_UNIT_BYTES = 1_024;

export const readUnits = (bytes: number, consistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES)) * (consistent ? 1 : 0.5);

/** A write costs by the larger of the old and the new item, and again for each index it changes. */
export function writeConsumption(
  table: Table,
  before: Item | undefined,
  after: Item | undefined,
  factor = 1,
): Consumption {
  const indexes = new Map<string, number>();
  for (const index of table.indexes.values()) {
    const side = (item: Item | undefined) =>
      item === undefined || positionIn(index.key, item) === undefined
        ? undefined
        : projected(table, index, item);
    const [old, now] = [side(before), side(after)];
    if (old === undefined && now === undefined) continue;
    if (old !== undefined && now !== undefined && sameItem(old, now)) continue;
    const moved = old !== undefined && now !== undefined && !samePlace(table, index.name, old, now);
    const units = moved
      ? writeUnits(old) + writeUnits(now)
      : Math.max(writeUnits(old), writeUnits(now));
    indexes.set(index.name, units * factor);
  }
  const units = Math.max(1, writeUnits(before), writeUnits(after));
  return { tableName: table.name, table: units * factor, indexes };
}

export const readConsumption = (
  table: Table,
  units: number,
  indexName: string | undefined,
): Consumption => ({
  tableName: table.name,
  table: indexName === undefined ? units : 0,
  indexes: indexName === undefined ? new Map() : new Map([[indexName, units]]),
});

/** Adds up what several parts of one request consumed, by table. */
export function sumConsumptions(parts: readonly Consumption[]): Consumption[] {
  const byTable = new Map<string, { table: number; indexes: Map<string, number> }>();
  for (const { tableName, table, indexes } of parts) {
    const sum = byTable.get(tableName) ?? { table: 0, indexes: new Map() };
    sum.table += table;
    for (const [name, units] of indexes)
      sum.indexes.set(name, (sum.indexes.get(name) ?? 0) + units);
    byTable.set(tableName, sum);
  }
  return [...byTable].map(([tableName, sum]) => ({ tableName, ...sum }));
}

export const totalUnits = ({ table, indexes }: Consumption): number =>
  [...indexes.values()].reduce((total, units) => total + units, table);

/** In the shape that a request asked for; undefined where it asked for nothing. */
export function reported(
  consumption: Consumption,
  table: Table,
  asked: ReturnConsumedCapacity | undefined,
): ConsumedCapacity | undefined {
  if (asked !== 'TOTAL' && asked !== 'INDEXES') return undefined;
  const total = { TableName: consumption.tableName, CapacityUnits: totalUnits(consumption) };
  if (asked === 'TOTAL') return total;
  const ofKind = (kind: 'global' | 'local') => {
    const entries = [...consumption.indexes].filter(
      ([name]) => table.indexes.get(name)?.kind === kind,
    );
    return entries.length === 0
      ? undefined
      : Object.fromEntries(entries.map(([name, units]) => [name, { CapacityUnits: units }]));
  };
  return {
    ...total,
    Table: { CapacityUnits: consumption.table },
    GlobalSecondaryIndexes: ofKind('global'),
    LocalSecondaryIndexes: ofKind('local'),
  };
}

/** The same for each table that a request touched. */
export const reportedByTable = (
  parts: readonly Consumption[],
  tableOf: (name: string) => Table,
  asked: ReturnConsumedCapacity | undefined,
): ConsumedCapacity[] | undefined =>
  asked === undefined || asked === 'NONE'
    ? undefined
    : sumConsumptions(parts).flatMap(
        (part) => reported(part, tableOf(part.tableName), asked) ?? [],
      );

const writeUnits = (item: Item | undefined): number =>
  item === undefined ? 0 : Math.ceil(itemSize(item) / WRITE_UNIT_BYTES);

function sameItem(left: Item, right: Item): boolean {
  return equalValues({ M: left }, { M: right });
}

function samePlace(table: Table, indexName: string, left: Item, right: Item): boolean {
  const key = table.indexes.get(indexName)?.key;
  if (key === undefined) return true;
  const [a, b] = [positionIn(key, left), positionIn(key, right)];
  return a?.hash === b?.hash && a?.range === b?.range;
}

// What a table is, and how its items and index entries are kept together.
import type {
  BillingMode,
  CreateTableInput,
  Projection,
  ProvisionedThroughput,
} from '@aws-sdk/client-dynamodb';
import type { Item } from '../sdk.ts';
import { sortable } from '../values/attribute.ts';
import { type Collection, find, type Position, put, remove } from './collection.ts';

export type KeyType = 'S' | 'N' | 'B';

export interface KeyAttribute {
  readonly name: string;
  readonly type: KeyType;
}

export interface KeySchema {
  readonly hash: KeyAttribute;
  readonly range: KeyAttribute | undefined;
}

export interface Index {
  readonly name: string;
  readonly kind: 'global' | 'local';
  readonly key: KeySchema;
  readonly projection: Projection;
  readonly activeAt: number;
  throughput: ProvisionedThroughput | undefined;
  readonly entries: Collection;
}

export interface Table {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAt: number;
  readonly activeAt: number;
  /** When a deleted table is gone; undefined while it is there to stay. */
  goneAt: number | undefined;
  readonly key: KeySchema;
  readonly attributeTypes: Map<string, KeyType>;
  readonly items: Collection;
  readonly indexes: Map<string, Index>;
  readonly tags: Map<string, string>;
  readonly expiries: Expiries;
  billingMode: BillingMode;
  throughput: ProvisionedThroughput | undefined;
  deletionProtected: boolean;
  streamSpecification: CreateTableInput['StreamSpecification'];
  sseSpecification: CreateTableInput['SSESpecification'];
  timeToLive: { attribute: string; enabled: boolean } | undefined;
  recovery: { enabled: boolean; since: number; days: number };
}

/** When items will be deleted because their time to live is over. */
interface Expiries {
  due: { readonly at: number; readonly position: Position }[];
  nextAt: number;
}

export const keyNames = ({ hash, range }: KeySchema): string[] =>
  range === undefined ? [hash.name] : [hash.name, range.name];

/** Where an item stands; undefined where it lacks an attribute of the key. */
export function positionIn(key: KeySchema, item: Item, tie = ''): Position | undefined {
  const hash = sortableOf(item, key.hash);
  const range = key.range === undefined ? '' : sortableOf(item, key.range);
  return hash === undefined || range === undefined ? undefined : { hash, range, tie };
}

export function itemAt(table: Table, position: Position): Item | undefined {
  return find(table.items, position);
}

/** Replaces an item by another, or removes it, in the table and in all indexes. */
export function replaceItem(
  table: Table,
  position: Position,
  before: Item | undefined,
  after: Item | undefined,
): void {
  if (after === undefined) remove(table.items, position);
  else put(table.items, { ...position, item: after });
  for (const index of table.indexes.values()) {
    const tie = tieOf(position);
    const old = before === undefined ? undefined : positionIn(index.key, before, tie);
    const now = after === undefined ? undefined : positionIn(index.key, after, tie);
    if (old !== undefined) remove(index.entries, old);
    if (now !== undefined && after !== undefined) put(index.entries, { ...now, item: after });
  }
}

/** Index entries with equal keys are ordered by the key of their item. */
export const tieOf = ({ hash, range }: Position): string => `${hash}\u0000${range}`;

/** The part of an item that an index holds. */
export function projected(table: Table, index: Index, item: Item): Item {
  const { ProjectionType: type, NonKeyAttributes: more = [] } = index.projection;
  if (type === 'ALL') return item;
  const names = new Set([...keyNames(table.key), ...keyNames(index.key), ...more]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

const sortableOf = (item: Item, { name, type }: KeyAttribute): string | undefined => {
  const value = item[name];
  return value?.[type] === undefined ? undefined : sortable(value);
};

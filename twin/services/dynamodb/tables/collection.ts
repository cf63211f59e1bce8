// Items in partitions, sorted by range key within each: the storage of tables and of their indexes.
import type { Item } from '../sdk.ts';

export interface Entry {
  /** Sortable text of the partition key. */
  readonly hash: string;
  /** Sortable text of the range key; empty where the schema has none. */
  readonly range: string;
  /** Tells apart index entries with equal keys. */
  readonly tie: string;
  readonly item: Item;
}

export type Position = Omit<Entry, 'item'>;

export interface Collection {
  /** Sorted partitions; scans visit them in the order of `order`. */
  readonly partitions: Map<string, Entry[]>;
  /** Partition keys by their hash: like DynamoDB's, an order that means nothing. */
  readonly order: string[];
  count: number;
}

export const createCollection = (): Collection => ({
  partitions: new Map(),
  order: [],
  count: 0,
});

export function find(collection: Collection, position: Position): Item | undefined {
  const entries = collection.partitions.get(position.hash) ?? [];
  const entry = entries[lowerBound(entries, position)];
  return entry !== undefined && compareWithin(entry, position) === 0 ? entry.item : undefined;
}

export function put(collection: Collection, entry: Entry): void {
  let entries = collection.partitions.get(entry.hash);
  if (entries === undefined) {
    entries = [];
    collection.partitions.set(entry.hash, entries);
    collection.order.splice(placeInOrder(collection.order, entry.hash), 0, entry.hash);
  }
  const index = lowerBound(entries, entry);
  const known = entries[index];
  const replaces = known !== undefined && compareWithin(known, entry) === 0;
  entries.splice(index, replaces ? 1 : 0, entry);
  if (!replaces) collection.count += 1;
}

export function remove(collection: Collection, position: Position): void {
  const entries = collection.partitions.get(position.hash) ?? [];
  const index = lowerBound(entries, position);
  const known = entries[index];
  if (known === undefined || compareWithin(known, position) !== 0) return;
  entries.splice(index, 1);
  collection.count -= 1;
  if (entries.length > 0) return;
  collection.partitions.delete(position.hash);
  collection.order.splice(placeInOrder(collection.order, position.hash), 1);
}

/** All entries in scan order, after a position if one is given. */
export function* scan(collection: Collection, after?: Position): Generator<Entry> {
  const start = after === undefined ? 0 : placeInOrder(collection.order, after.hash);
  for (const hash of collection.order.slice(start)) {
    for (const entry of collection.partitions.get(hash) ?? []) {
      if (after?.hash === hash && compareWithin(entry, after) <= 0) continue;
      yield entry;
    }
  }
}

/** The entries of one partition in order, forwards or backwards, after a position if one is given. */
export function* walk(
  collection: Collection,
  hash: string,
  { forward, after }: { readonly forward: boolean; readonly after?: Position | undefined },
): Generator<Entry> {
  const entries = collection.partitions.get(hash) ?? [];
  const ordered = forward ? entries : [...entries].reverse();
  for (const entry of ordered) {
    const order = after === undefined ? 1 : compareWithin(entry, after) * (forward ? 1 : -1);
    if (order > 0) yield entry;
  }
}

/** FNV-1a: spreads partition keys over a scan's order, and over its segments. */
export function partitionHash(hash: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < hash.length; index += 1) {
    value = Math.imul(value ^ hash.charCodeAt(index), 0x01000193) >>> 0;
  }
  return value;
}

function compareWithin(left: Position, right: Position): number {
  if (left.range !== right.range) return left.range < right.range ? -1 : 1;
  if (left.tie === right.tie) return 0;
  return left.tie < right.tie ? -1 : 1;
}

function lowerBound(entries: readonly Entry[], position: Position): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (entry !== undefined && compareWithin(entry, position) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function placeInOrder(order: readonly string[], hash: string): number {
  const wanted = partitionHash(hash);
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = order[middle] ?? '';
    const value = partitionHash(other);
    if (value < wanted || (value === wanted && other < hash)) low = middle + 1;
    else high = middle;
  }
  return low;
}

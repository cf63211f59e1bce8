// One page of a query or a scan: at most 1 MB or `Limit` items are looked at, filtered ones included.
import type { QueryInput, ScanInput } from '@aws-sdk/client-dynamodb';
import { notSimulated, validation } from '../errors.ts';
import type { Bindings } from '../expressions/bindings.ts';
import { attributesIn, type Condition } from '../expressions/condition-tree.ts';
import { satisfies } from '../expressions/evaluate-condition.ts';
import { parseCondition } from '../expressions/parse-condition.ts';
import { type Path, project } from '../expressions/paths.ts';
import { parseProjection } from '../expressions/projection.ts';
import type { Item } from '../sdk.ts';
import type { Collection, Entry, Position } from '../tables/collection.ts';
import {
  type Index,
  type KeySchema,
  keyNames,
  positionIn,
  projected,
  type Table,
  tieOf,
} from '../tables/table.ts';
import { acceptMap } from '../values/accept.ts';
import { itemSize } from '../values/size.ts';
import { readUnits } from './capacity.ts';

/** What a query or scan reads: a table or one of its indexes. */
export interface Source {
  readonly table: Table;
  readonly index: Index | undefined;
  readonly key: KeySchema;
  readonly entries: Collection;
  readonly consistent: boolean;
}

export interface Selection {
  readonly filter: Condition | undefined;
  readonly paths: readonly Path[] | undefined;
  readonly countOnly: boolean;
  readonly limit: number | undefined;
}

export interface ReadPage {
  readonly items: readonly Item[];
  readonly scannedCount: number;
  readonly lastKey: Item | undefined;
  readonly units: number;
}

type Reading = QueryInput | ScanInput;

const PAGE_BYTES_MAX = 1_024 * 1_024;

export function sourceOf(table: Table, input: Reading, now: number): Source {
  const consistent = input.ConsistentRead ?? false;
  if (input.IndexName === undefined) {
    return { table, index: undefined, key: table.key, entries: table.items, consistent };
  }
  const index = table.indexes.get(input.IndexName);
  if (index === undefined) {
    throw validation(`The table does not have the specified index: ${input.IndexName}`);
  }
  if (now < index.activeAt) {
    throw validation(`Cannot read from backfilling global secondary index: ${index.name}`);
  }
  if (index.kind === 'global' && consistent) {
    throw validation('Consistent reads are not supported on global secondary indexes');
  }
  return { table, index, key: index.key, entries: index.entries, consistent };
}

export function selectionOf(
  input: Reading,
  { index }: Source,
  bindings: Bindings,
  keysAllowed: readonly string[],
): Selection {
  const { FilterExpression, ProjectionExpression, Select: select, Limit: limit } = input;
  if (limit !== undefined && limit < 1) {
    throw validation(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: ` +
        'Member must have value greater than or equal to 1',
    );
  }
  const filter =
    FilterExpression === undefined
      ? undefined
      : parseCondition('FilterExpression', FilterExpression, bindings);
  const keyInFilter = filter && attributesIn(filter).find((name) => keysAllowed.includes(name));
  if (keyInFilter !== undefined) {
    throw validation(
      `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${keyInFilter}`,
    );
  }
  if (
    select === 'ALL_ATTRIBUTES' &&
    index?.projection.ProjectionType !== 'ALL' &&
    index !== undefined
  ) {
    if (index.kind === 'local') throw notSimulated('ALL_ATTRIBUTES of a projecting local index');
    throw validation(
      'One or more parameter values were invalid: ' +
        'Select type ALL_ATTRIBUTES is not supported for global secondary index ' +
        `${index.name} because its projection type is not ALL`,
    );
  }
  if (
    ProjectionExpression !== undefined &&
    select !== undefined &&
    select !== 'SPECIFIC_ATTRIBUTES'
  ) {
    throw validation(`Cannot specify the ProjectionExpression when choosing to get ${select}`);
  }
  return {
    filter,
    paths:
      ProjectionExpression === undefined
        ? undefined
        : parseProjection(ProjectionExpression, bindings),
    countOnly: select === 'COUNT',
    limit,
  };
}

/** Where an earlier page ended. */
export function startOf(source: Source, key: Item | undefined): Position | undefined {
  if (key === undefined) return undefined;
  const accepted = acceptMap(key);
  const { table, index } = source;
  const names = new Set([
    ...keyNames(table.key),
    ...(index === undefined ? [] : keyNames(index.key)),
  ]);
  const primary = positionIn(table.key, accepted);
  const tie = primary === undefined || index === undefined ? '' : tieOf(primary);
  const position = positionIn(source.key, accepted, tie);
  if (
    primary === undefined ||
    position === undefined ||
    Object.keys(accepted).length !== names.size
  ) {
    throw validation('The provided starting key is invalid');
  }
  return position;
}

export function readPage(source: Source, entries: Iterable<Entry>, selection: Selection): ReadPage {
  const { table, index } = source;
  const items: Item[] = [];
  let scannedCount = 0;
  let bytes = 0;
  let lastKey: Item | undefined;
  for (const { item: stored } of entries) {
    const item = index === undefined ? stored : projected(table, index, stored);
    scannedCount += 1;
    bytes += itemSize(item);
    if (selection.filter === undefined || satisfies(item, selection.filter)) items.push(item);
    if (scannedCount === selection.limit || bytes >= PAGE_BYTES_MAX) {
      lastKey = keyOf(source, stored);
      break;
    }
  }
  const { paths } = selection;
  return {
    items: paths === undefined ? items : items.map((item) => project(item, paths)),
    scannedCount,
    lastKey,
    units: readUnits(bytes, source.consistent),
  };
}

function keyOf({ table, index }: Source, item: Item): Item {
  const names = [...keyNames(table.key), ...(index === undefined ? [] : keyNames(index.key))];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = item[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

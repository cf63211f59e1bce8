// Query and Scan.
import type { ServiceHost } from '../../../host/service.ts';
import { validation } from '../errors.ts';
import { bind } from '../expressions/bindings.ts';
import { beginsWith, compare } from '../expressions/evaluate-condition.ts';
import { keyConditionOf, type RangeCondition } from '../expressions/key-condition.ts';
import { parseCondition } from '../expressions/parse-condition.ts';
import { readConsumption, reported } from '../items/capacity.ts';
import type { Meter } from '../items/meter.ts';
import {
  type ReadPage,
  readPage,
  type Selection,
  type Source,
  selectionOf,
  sourceOf,
  startOf,
} from '../items/read-page.ts';
import { refuseLegacy } from '../items/write.ts';
import type { Handlers, Item } from '../sdk.ts';
import { type Entry, partitionHash, scan, walk } from '../tables/collection.ts';
import type { TableStore } from '../tables/store.ts';
import { keyNames } from '../tables/table.ts';
import { sortable } from '../values/attribute.ts';

const LEGACY = [
  'AttributesToGet',
  'KeyConditions',
  'QueryFilter',
  'ScanFilter',
  'ConditionalOperator',
];

export const queryOperations = (host: ServiceHost, tables: TableStore, meter: Meter): Handlers => ({
  Query(input) {
    refuseLegacy(input, LEGACY);
    const source = sourceOf(tables.forItems(input.TableName), input, host.clock.now());
    const { KeyConditionExpression, FilterExpression, ProjectionExpression } = input;
    if (KeyConditionExpression === undefined) {
      throw validation(
        'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
      );
    }
    const bindings = bind(input, {
      ProjectionExpression,
      FilterExpression,
      KeyConditionExpression,
    });
    const condition = keyConditionOf(
      parseCondition('KeyConditionExpression', KeyConditionExpression, bindings),
      source.key,
    );
    const selection = selectionOf(input, source, bindings, keyNames(source.key));
    bindings.checkAllUsed();
    const hash = sortable(condition.hash) ?? '';
    const after = startOf(source, input.ExclusiveStartKey);
    if (after !== undefined && after.hash !== hash) {
      throw validation(
        'The provided starting key is outside query boundaries based on provided conditions',
      );
    }
    const forward = input.ScanIndexForward ?? true;
    const entries = within(walk(source.entries, hash, { forward, after }), source, condition.range);
    return answer(source, readPage(source, entries, selection), selection, input, meter);
  },
  Scan(input) {
    refuseLegacy(input, LEGACY);
    const source = sourceOf(tables.forItems(input.TableName), input, host.clock.now());
    const { FilterExpression, ProjectionExpression } = input;
    const bindings = bind(input, { ProjectionExpression, FilterExpression });
    const selection = selectionOf(input, source, bindings, []);
    bindings.checkAllUsed();
    const after = startOf(source, input.ExclusiveStartKey);
    const entries = inSegment(scan(source.entries, after), input);
    return answer(source, readPage(source, entries, selection), selection, input, meter);
  },
});

function* within(
  entries: Iterable<Entry>,
  { key }: Source,
  range: RangeCondition | undefined,
): Generator<Entry> {
  for (const entry of entries) {
    const value = key.range === undefined ? undefined : entry.item[key.range.name];
    if (range === undefined || inRange(value, range)) yield entry;
  }
}

function inRange(value: Item[string] | undefined, range: RangeCondition): boolean {
  switch (range.kind) {
    case 'compare':
      return compare(range.comparator, value, range.value);
    case 'between':
      return compare('>=', value, range.low) && compare('<=', value, range.high);
    case 'beginsWith':
      return beginsWith(value, range.prefix);
  }
}

/** The share of a parallel scan's worker. */
function* inSegment(
  entries: Iterable<Entry>,
  {
    Segment: segment,
    TotalSegments: total,
  }: { readonly Segment?: number | undefined; readonly TotalSegments?: number | undefined },
): Generator<Entry> {
  if ((segment === undefined) !== (total === undefined)) {
    const missing = segment === undefined ? 'Segment' : 'TotalSegments';
    throw validation(
      `The ${missing} parameter is required but was not present in the request when ` +
        `parameter ${segment === undefined ? 'TotalSegments' : 'Segment'} is present`,
    );
  }
  if (segment !== undefined && total !== undefined && segment >= total) {
    throw validation(
      'The Segment parameter is zero-based and must be less than parameter TotalSegments: ' +
        `Segment: ${segment} is not less than TotalSegments: ${total}`,
    );
  }
  for (const entry of entries) {
    if (total === undefined || partitionHash(entry.hash) % total === segment) yield entry;
  }
}

function answer(
  { table, index }: Source,
  page: ReadPage,
  selection: Selection,
  input: { readonly ReturnConsumedCapacity?: 'INDEXES' | 'NONE' | 'TOTAL' | undefined },
  meter: Meter,
) {
  const consumption = readConsumption(table, page.units, index?.name);
  meter('read', [consumption]);
  return {
    Items: selection.countOnly ? undefined : [...page.items],
    Count: page.items.length,
    ScannedCount: page.scannedCount,
    LastEvaluatedKey: page.lastKey,
    ConsumedCapacity: reported(consumption, table, input.ReturnConsumedCapacity),
  };
}

// BatchGetItem and BatchWriteItem: many items, none of them together.
import type {
  BatchGetItemOutput,
  BatchWriteItemInput,
  KeysAndAttributes,
} from '@aws-sdk/client-dynamodb';
import { validation } from '../errors.ts';
import { viewOf } from '../expressions/projection.ts';
import {
  type Consumption,
  readConsumption,
  readUnits,
  reportedByTable,
  sumConsumptions,
  writeConsumption,
} from '../items/capacity.ts';
import type { Meter } from '../items/meter.ts';
import {
  evaluate,
  prepareDelete,
  preparePut,
  refuseLegacy,
  store,
  type Write,
} from '../items/write.ts';
import type { Handlers, Item } from '../sdk.ts';
import { acceptKey } from '../tables/keys.ts';
import type { TableStore } from '../tables/store.ts';
import { itemAt, tieOf } from '../tables/table.ts';
import { itemSize } from '../values/size.ts';

const GET_KEYS_MAX = 100;
const WRITES_MAX = 25;
const RESPONSE_BYTES_MAX = 16 * 1_024 * 1_024;

export const batchOperations = (tables: TableStore, meter: Meter): Handlers => ({
  BatchGetItem(input) {
    const requests = Object.entries(input.RequestItems ?? {});
    const keys = requests.reduce((total, [, { Keys = [] }]) => total + Keys.length, 0);
    if (keys > GET_KEYS_MAX) {
      throw validation('Too many items requested for the BatchGetItem call');
    }
    const parts: Consumption[] = [];
    const responses: NonNullable<BatchGetItemOutput['Responses']> = {};
    const unprocessed: NonNullable<BatchGetItemOutput['UnprocessedKeys']> = {};
    let room = RESPONSE_BYTES_MAX;
    for (const [name, request] of requests) {
      const read = readKeys(tables, name, request, room);
      room -= read.bytes;
      parts.push(...read.parts);
      responses[name] = read.items;
      if (read.left.length > 0) unprocessed[name] = { ...request, Keys: read.left };
    }
    meter('read', sumConsumptions(parts));
    return {
      Responses: responses,
      UnprocessedKeys: unprocessed,
      ConsumedCapacity: reportedByTable(parts, tables.forItems, input.ReturnConsumedCapacity),
    };
  },
  BatchWriteItem(input) {
    const writes = prepareAll(tables, input);
    const parts = writes.map((write) => {
      const written = evaluate(write);
      store(write, written);
      return writeConsumption(write.table, written.before, written.after);
    });
    meter('write', sumConsumptions(parts));
    return {
      UnprocessedItems: {},
      ConsumedCapacity: reportedByTable(parts, tables.forItems, input.ReturnConsumedCapacity),
    };
  },
});

function readKeys(tables: TableStore, name: string, request: KeysAndAttributes, room: number) {
  refuseLegacy(request, ['AttributesToGet']);
  const table = tables.forItems(name);
  const { ConsistentRead = false, Keys = [] } = request;
  const view = viewOf(request);
  const positions = Keys.map((key) => acceptKey(table, key).position);
  checkDistinct(positions.map(tieOf));
  const items: Item[] = [];
  const parts: Consumption[] = [];
  const left: Item[] = [];
  let bytes = 0;
  positions.forEach((position, index) => {
    const item = itemAt(table, position);
    const size = item === undefined ? 0 : itemSize(item);
    const key = Keys[index];
    if (bytes + size > room && key !== undefined) {
      left.push(key);
      return;
    }
    bytes += size;
    parts.push(readConsumption(table, readUnits(size, ConsistentRead), undefined));
    if (item !== undefined) items.push(view(item));
  });
  return { items, parts, left, bytes };
}

function prepareAll(tables: TableStore, { RequestItems }: BatchWriteItemInput): Write[] {
  const requests = Object.entries(RequestItems ?? {});
  const count = requests.reduce((total, [, list]) => total + list.length, 0);
  if (count > WRITES_MAX) {
    throw validation('Too many items requested for the BatchWriteItem call');
  }
  const writes = requests.flatMap(([name, list]) => {
    const table = tables.forItems(name);
    return list.map(({ PutRequest, DeleteRequest }) => {
      if ((PutRequest === undefined) === (DeleteRequest === undefined)) {
        throw validation(
          'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
        );
      }
      return PutRequest === undefined
        ? prepareDelete(table, { Key: DeleteRequest?.Key })
        : preparePut(table, { Item: PutRequest.Item });
    });
  });
  checkDistinct(writes.map(({ table, position }) => `${table.name} ${tieOf(position)}`));
  return writes;
}

function checkDistinct(keys: readonly string[]): void {
  if (new Set(keys).size === keys.length) return;
  throw validation('Provided list of item keys contains duplicates');
}

// Checks of keys in requests and in items.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { invalidParameters, validation } from '../errors.ts';
import type { Item } from '../sdk.ts';
import { acceptMap } from '../values/accept.ts';
import { typeOf } from '../values/attribute.ts';
import type { Position } from './collection.ts';
import { type KeyAttribute, keyNames, positionIn, type Table } from './table.ts';

const HASH_BYTES_MAX = 2_048;
const RANGE_BYTES_MAX = 1_024;

/** A key as a request gives it: exactly the attributes of the schema. */
export function acceptKey(table: Table, input: Item): { key: Item; position: Position } {
  const key = acceptMap(input);
  const names = keyNames(table.key);
  const fits =
    Object.keys(key).length === names.length &&
    keyAttributes(table).every(({ name, type }) => key[name]?.[type] !== undefined);
  if (!fits) throw validation('The provided key element does not match the schema');
  checkKeyValues(table, key);
  return { key, position: positionOf(table, key) };
}

/** An item to be stored: its keys, and those of indexes as far as it has them, must fit. */
export function checkItemKeys(table: Table, item: Item): Position {
  for (const { name, type } of keyAttributes(table)) {
    const value = item[name];
    if (value === undefined) throw invalidParameters(`Missing the key ${name} in the item`);
    if (value[type] === undefined) {
      throw invalidParameters(
        `Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`,
      );
    }
  }
  checkKeyValues(table, item);
  for (const index of table.indexes.values()) {
    for (const attribute of [index.key.hash, index.key.range]) {
      if (attribute !== undefined) checkIndexKey(item[attribute.name], attribute, index.name);
    }
  }
  return positionOf(table, item);
}

function positionOf(table: Table, item: Item): Position {
  const position = positionIn(table.key, item);
  if (position !== undefined) return position;
  throw validation('The provided key element does not match the schema');
}

const keyAttributes = ({ key }: Table): KeyAttribute[] =>
  key.range === undefined ? [key.hash] : [key.hash, key.range];

function checkKeyValues(table: Table, item: Item): void {
  for (const { name } of keyAttributes(table)) {
    const value = item[name];
    const empty = value?.S === '' ? 'string' : value?.B?.length === 0 ? 'binary' : undefined;
    if (empty !== undefined) {
      throw validation(
        'One or more parameter values are not valid. The AttributeValue for a key attribute ' +
          `cannot contain an empty ${empty} value. Key: ${name}`,
      );
    }
  }
  if (keyBytes(item[table.key.hash.name]) > HASH_BYTES_MAX) {
    // The missing space is DynamoDB's.
    throw invalidParameters(
      `Size of hashkey has exceeded the maximum size limit of${HASH_BYTES_MAX} bytes`,
    );
  }
  if (table.key.range !== undefined && keyBytes(item[table.key.range.name]) > RANGE_BYTES_MAX) {
    throw invalidParameters(
      `Aggregated size of all range keys has exceeded the size limit of ${RANGE_BYTES_MAX} bytes`,
    );
  }
}

function checkIndexKey(
  value: AttributeValue | undefined,
  { name, type }: KeyAttribute,
  indexName: string,
): void {
  if (value === undefined) return;
  if (value[type] === undefined) {
    throw invalidParameters(
      `Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${indexName}`,
    );
  }
  if (value.S === '' || value.B?.length === 0) {
    const kind = value.S === '' ? 'string' : 'binary';
    throw validation(
      'One or more parameter values are not valid. A value specified for a secondary index key ' +
        `is not supported. The AttributeValue for a key attribute cannot contain an empty ${kind} value. ` +
        `IndexName: ${indexName}, IndexKey: ${name}`,
    );
  }
}

const keyBytes = (value: AttributeValue | undefined): number =>
  value?.S === undefined ? (value?.B?.length ?? 0) : Buffer.byteLength(value.S);

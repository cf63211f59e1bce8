// Attribute values: their types, their equality and their order.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { sortableNumber } from './number.ts';

export type AttributeType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'SS' | 'NS' | 'BS' | 'L' | 'M';
export const ATTRIBUTE_TYPES: readonly AttributeType[] = [
  'S',
  'N',
  'B',
  'BOOL',
  'NULL',
  'SS',
  'NS',
  'BS',
  'L',
  'M',
];

export type ValueMap = Record<string, AttributeValue>;

/** The types that a value sets: exactly one in a valid value. */
export const typesOf = (value: AttributeValue): AttributeType[] =>
  ATTRIBUTE_TYPES.filter((type) => value[type] !== undefined);

export function typeOf(value: AttributeValue): AttributeType {
  for (const type of ATTRIBUTE_TYPES) if (value[type] !== undefined) return type;
  throw new TypeError('an attribute value without a type passed validation');
}

export function equalValues(left: AttributeValue, right: AttributeValue): boolean {
  const type = typeOf(left);
  if (type !== typeOf(right)) return false;
  switch (type) {
    case 'B':
      return equalBytes(left.B, right.B);
    case 'SS':
      return equalSets(left.SS, right.SS);
    case 'NS':
      return equalSets(left.NS, right.NS);
    case 'BS':
      return equalSets(left.BS?.map(bytesText), right.BS?.map(bytesText));
    case 'L':
      return equalLists(left.L ?? [], right.L ?? []);
    case 'M':
      return equalMaps(left.M ?? {}, right.M ?? {});
    default:
      // Numbers are stored in their one canonical form, so that text decides.
      return left[type] === right[type];
  }
}

/** Text whose order is DynamoDB's order of strings, numbers and binaries; undefined for other types. */
export function sortable(value: AttributeValue): string | undefined {
  if (value.S !== undefined) return codePointOrder(value.S);
  if (value.N !== undefined) return sortableNumber(value.N);
  return value.B === undefined ? undefined : bytesText(value.B);
}

/** Negative, zero or positive; undefined where the two cannot be compared. */
export function compareValues(left: AttributeValue, right: AttributeValue): number | undefined {
  if (typeOf(left) !== typeOf(right)) return undefined;
  const [a, b] = [sortable(left), sortable(right)];
  if (a === undefined || b === undefined) return undefined;
  return a < b ? -1 : Number(a > b);
}

/** One character per byte. */
export const bytesText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

export const cloneMap = (map: Readonly<ValueMap>): ValueMap =>
  Object.fromEntries(Object.entries(map).map(([name, value]) => [name, cloneValue(value)]));

export function cloneValue(value: AttributeValue): AttributeValue {
  if (value.L !== undefined) return { L: value.L.map(cloneValue) };
  if (value.M !== undefined) return { M: cloneMap(value.M) };
  if (value.SS !== undefined) return { SS: [...value.SS] };
  if (value.NS !== undefined) return { NS: [...value.NS] };
  if (value.BS !== undefined) return { BS: [...value.BS] };
  // The other kinds are never changed in place.
  return value;
}

/** Strings are ordered by their UTF-8 bytes; JavaScript's order differs for surrogates. */
function codePointOrder(text: string): string {
  if (!/[\ud800-\uffff]/.test(text)) return text;
  let ordered = '';
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xe000) ordered += String.fromCharCode(unit - 0x800);
    else if (unit >= 0xd800) ordered += String.fromCharCode(unit + 0x2000);
    else ordered += text.charAt(index);
  }
  return ordered;
}

const equalBytes = (left: Uint8Array | undefined, right: Uint8Array | undefined): boolean =>
  left !== undefined && right !== undefined && Buffer.compare(left, right) === 0;

function equalSets(left: readonly string[] = [], right: readonly string[] = []): boolean {
  if (left.length !== right.length) return false;
  const members = new Set(left);
  return right.every((member) => members.has(member));
}

const equalLists = (left: readonly AttributeValue[], right: readonly AttributeValue[]): boolean =>
  left.length === right.length &&
  left.every((value, index) => {
    const other = right[index];
    return other !== undefined && equalValues(value, other);
  });

function equalMaps(left: Readonly<ValueMap>, right: Readonly<ValueMap>): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => {
    const [value, other] = [left[name], right[name]];
    return value !== undefined && other !== undefined && equalValues(value, other);
  });
}

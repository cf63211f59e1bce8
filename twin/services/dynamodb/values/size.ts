// How many bytes values take, by the rules of the developer guide.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../sdk.ts';
import { significantDigits } from './number.ts';

export const ITEM_SIZE_MAX = 400 * 1_024;

export const itemSize = (item: Item): number =>
  Object.entries(item).reduce(
    (total, [name, value]) => total + Buffer.byteLength(name) + valueSize(value),
    0,
  );

function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return value.B.length;
  if (value.SS !== undefined) return sum(value.SS, (member) => Buffer.byteLength(member));
  if (value.NS !== undefined) return sum(value.NS, numberSize);
  if (value.BS !== undefined) return sum(value.BS, (member) => member.length);
  if (value.L !== undefined) return 3 + sum(value.L, (member) => 1 + valueSize(member));
  if (value.M !== undefined) {
    return 3 + Object.keys(value.M).length + itemSize(value.M);
  }
  return 1;
}

/** About one byte for two significant digits, one more, and another for a minus sign. */
const numberSize = (number: string): number =>
  1 + Math.ceil(significantDigits(number) / 2) + Number(number.startsWith('-'));

const sum = <T>(members: readonly T[], size: (member: T) => number): number =>
  members.reduce((total, member) => total + size(member), 0);

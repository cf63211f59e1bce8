// The comparison operators of JSONPath Choice rules. Values of another type than the operator's never compare.
import type { Json } from '../json.ts';
import { parseTimestamp } from '../timestamp.ts';

export type Comparison = (value: Json, operand: Json) => boolean;

type Order = (left: number | string, right: number | string) => boolean;

const ORDERS: Readonly<Record<string, Order>> = {
  Equals: (left, right) => left === right,
  GreaterThan: (left, right) => left > right,
  GreaterThanEquals: (left, right) => left >= right,
  LessThan: (left, right) => left < right,
  LessThanEquals: (left, right) => left <= right,
};

const asString = (value: Json) => (typeof value === 'string' ? value : undefined);
const asNumber = (value: Json) => (typeof value === 'number' ? value : undefined);
const asTime = (value: Json) => (typeof value === 'string' ? parseTimestamp(value) : undefined);

export const COMPARISONS: Readonly<Record<string, Comparison>> = {
  BooleanEquals: (value, operand) => typeof value === 'boolean' && value === operand,
  IsBoolean: (value, operand) => (typeof value === 'boolean') === operand,
  IsNull: (value, operand) => (value === null) === operand,
  IsNumeric: (value, operand) => (typeof value === 'number') === operand,
  // Whether there is a value at all is decided where the path is looked up.
  IsPresent: () => true,
  IsString: (value, operand) => (typeof value === 'string') === operand,
  IsTimestamp: (value, operand) => (asTime(value) !== undefined) === operand,
  StringMatches: (value, operand) =>
    typeof value === 'string' && typeof operand === 'string' && wildcard(operand).test(value),
  ...ordersOf('String', asString),
  ...ordersOf('Numeric', asNumber),
  ...ordersOf('Timestamp', asTime),
};

function ordersOf(
  kind: string,
  read: (value: Json) => string | number | undefined,
): Readonly<Record<string, Comparison>> {
  return Object.fromEntries(
    Object.entries(ORDERS).map(([name, order]) => [
      kind + name,
      (value: Json, operand: Json) => {
        const left = read(value);
        const right = read(operand);
        return left !== undefined && right !== undefined && order(left, right);
      },
    ]),
  );
}

/** `*` stands for any text; a backslash makes it, or a backslash, literal. */
function wildcard(pattern: string): RegExp {
  const source = pattern.replaceAll(/\\([*\\])|(\*)|([\s\S])/g, (_, escaped, star, other) => {
    if (star !== undefined) return '[\\s\\S]*';
    return String(escaped ?? other).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  });
  return new RegExp(`^${source}$`);
}

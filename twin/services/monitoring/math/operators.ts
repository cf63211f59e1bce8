// The operators of metric math on numbers, series and arrays.
import { validationError } from '../errors.ts';
import type { BinaryOperator } from './parse.ts';
import {
  array,
  mapSeries,
  type Points,
  scalar,
  series,
  type TimeSeries,
  type Value,
} from './values.ts';

type Operation = (left: number, right: number) => number | undefined;

const asNumber = (condition: boolean): number => (condition ? 1 : 0);
/** What cannot be computed (a division by zero, say) is dropped. */
const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

const OPERATIONS: Readonly<Record<BinaryOperator, Operation>> = {
  '+': (left, right) => finite(left + right),
  '-': (left, right) => finite(left - right),
  '*': (left, right) => finite(left * right),
  '/': (left, right) => finite(left / right),
  '^': (left, right) => finite(left ** right),
  '==': (left, right) => asNumber(left === right),
  '!=': (left, right) => asNumber(left !== right),
  '<': (left, right) => asNumber(left < right),
  '<=': (left, right) => asNumber(left <= right),
  '>': (left, right) => asNumber(left > right),
  '>=': (left, right) => asNumber(left >= right),
  AND: (left, right) => asNumber(left !== 0 && right !== 0),
  OR: (left, right) => asNumber(left !== 0 || right !== 0),
};

export function applyOperator(operator: BinaryOperator, left: Value, right: Value): Value {
  const operation = OPERATIONS[operator];
  if (left.kind === 'scalar' && right.kind === 'scalar') {
    return scalar(operation(left.value, right.value) ?? Number.NaN);
  }
  if (right.kind === 'scalar') {
    return mapSeries(left, (points) => points.map((point) => lift(operation, point, right.value)));
  }
  if (left.kind === 'scalar') {
    return mapSeries(right, (points) => points.map((point) => lift(operation, left.value, point)));
  }
  return combine(operator, left, right);
}

export const negate = (value: Value): Value =>
  value.kind === 'scalar'
    ? scalar(-value.value)
    : mapSeries(value, (points) => points.map((point) => (point === undefined ? point : -point)));

function combine(operator: BinaryOperator, left: Value, right: Value): Value {
  const operation = OPERATIONS[operator];
  if (left.kind === 'series' && right.kind === 'series') {
    return series(zip(operation, left.series.points, right.series.points));
  }
  if (left.kind === 'array' && right.kind === 'series') {
    return each(left.items, (points) => zip(operation, points, right.series.points));
  }
  if (left.kind === 'series' && right.kind === 'array') {
    return each(right.items, (points) => zip(operation, left.series.points, points));
  }
  throw validationError(`Operator '${operator}' does not take two arrays of time series`);
}

const each = (items: readonly TimeSeries[], change: (points: Points) => Points): Value =>
  array(items.map(({ label, points }) => ({ label, points: change(points) })));

/** Of two series, a value that only one of them has meets a 0. */
const zip = (operation: Operation, left: Points, right: Points): Points =>
  left.map((point, index) => {
    const other = right[index];
    if (point === undefined && other === undefined) return undefined;
    return operation(point ?? 0, other ?? 0);
  });

const lift = (operation: Operation, left: number | undefined, right: number | undefined) =>
  left === undefined || right === undefined ? undefined : operation(left, right);

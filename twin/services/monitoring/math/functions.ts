// The functions of metric math, except IF, FILL and those that need more than their arguments.
import { validationError } from '../errors.ts';
import { array, mapSeries, type Points, scalar, series, seriesIn, type Value } from './values.ts';

type Reducer = (values: readonly number[], total: number) => number | undefined;

const present = (points: Points): number[] => points.filter((point) => point !== undefined);

const sum: Reducer = (values) => values.reduce((total, value) => total + value, 0);

/** Missing values count as 0 in an average over series; over one series only its own points count. */
const average: Reducer = (values, total) =>
  total === 0 ? undefined : (sum(values, total) ?? 0) / total;

const deviation: Reducer = (values) => {
  const mean = average(values, values.length) ?? 0;
  const squares = values.map((value) => (value - mean) ** 2);
  return Math.sqrt(average(squares, squares.length) ?? 0);
};

const REDUCERS: Readonly<Record<string, Reducer>> = {
  SUM: sum,
  AVG: average,
  MIN: (values) => (values.length === 0 ? undefined : Math.min(...values)),
  MAX: (values) => (values.length === 0 ? undefined : Math.max(...values)),
  STDDEV: deviation,
  DATAPOINT_COUNT: (values) => values.length,
};

const POINTWISE: Readonly<Record<string, (value: number) => number>> = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
  LOG: Math.log,
  LOG10: Math.log10,
};

/** The result of a function of one argument, or undefined where the function is another. */
export function applyFunction(
  name: string,
  value: Value,
  periodSeconds: number,
): Value | undefined {
  const reducer = REDUCERS[name];
  if (reducer !== undefined) return reduce(value, reducer);
  const pointwise = POINTWISE[name];
  if (pointwise !== undefined) return mapPoints(value, pointwise);
  switch (name) {
    case 'RATE':
      return mapSeries(value, (points) => differences(points, periodSeconds));
    case 'DIFF':
      return mapSeries(value, (points) => differences(points, undefined));
    case 'RUNNING_SUM':
      return mapSeries(value, runningSum);
    case 'METRIC_COUNT':
      return scalar(seriesIn(value).length);
    case 'REMOVE_EMPTY':
      return array(seriesIn(value).filter(({ points }) => present(points).length > 0));
    case 'FIRST':
      return nth(value, 0, name);
    case 'LAST':
      return nth(value, -1, name);
    default:
      return undefined;
  }
}

/** A single series becomes a number; an array becomes one series, timestamp by timestamp. */
function reduce(value: Value, reducer: Reducer): Value {
  if (value.kind === 'scalar') return value;
  if (value.kind === 'series') {
    const values = present(value.series.points);
    return scalar(reducer(values, values.length) ?? Number.NaN);
  }
  const length = value.items[0]?.points.length ?? 0;
  const points = Array.from({ length }, (_, index) => {
    const values = present(value.items.map((item) => item.points[index]));
    return values.length === 0 ? undefined : reducer(values, value.items.length);
  });
  return series(points);
}

function mapPoints(value: Value, change: (value: number) => number): Value {
  if (value.kind === 'scalar') return scalar(change(value.value));
  return mapSeries(value, (points) =>
    points.map((point) => {
      const changed = point === undefined ? Number.NaN : change(point);
      return Number.isFinite(changed) ? changed : undefined;
    }),
  );
}

function differences(points: Points, periodSeconds: number | undefined): Points {
  let last: { value: number; index: number } | undefined;
  return points.map((value, index) => {
    if (value === undefined) return undefined;
    const previous = last;
    last = { value, index };
    if (previous === undefined) return undefined;
    const change = value - previous.value;
    return periodSeconds === undefined
      ? change
      : change / ((index - previous.index) * periodSeconds);
  });
}

function runningSum(points: Points): Points {
  let total = 0;
  return points.map((point) => {
    if (point === undefined) return undefined;
    total += point;
    return total;
  });
}

function nth(value: Value, index: number, name: string): Value {
  const found = seriesIn(value).at(index);
  if (found === undefined) throw validationError(`${name} needs an array with a time series`);
  return series(found.points, found.label);
}

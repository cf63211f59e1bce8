// The statistics that CloudWatch offers, by the names under which queries ask for them.
import type { Bucket } from './bucket.ts';

export interface Statistic {
  readonly name: string;
  /** 0..100 for percentiles: decides what a low sample count is. */
  readonly percentile?: number;
  /** Undefined where the bucket cannot answer. */
  readonly of: (bucket: Bucket) => number | undefined;
}

/** A stretch of the sorted values, given in ranks (0..count) from the lowest. */
interface Stretch {
  readonly sum: number;
  readonly count: number;
}

type Trim = 'TM' | 'TC' | 'TS' | 'WM';

const SIMPLE: Readonly<Record<string, (bucket: Bucket) => number>> = {
  SampleCount: (bucket) => bucket.count,
  Average: (bucket) => bucket.sum / bucket.count,
  Sum: (bucket) => bucket.sum,
  Minimum: (bucket) => bucket.min,
  Maximum: (bucket) => bucket.max,
};

const PERCENTILE = /^p(\d{1,3}(?:\.\d{1,10})?)$/;
const SHORT_TRIM = /^(tm|tc|ts|wm)(\d{1,3}(?:\.\d{1,10})?)$/;
const RANGE = /^(TM|TC|TS|WM|PR)\((-?[\d.]+%?)?:(-?[\d.]+%?)?\)$/;

/** The statistic of this name, or undefined where CloudWatch has none. */
export function parseStatistic(name: string): Statistic | undefined {
  const simple = SIMPLE[name];
  if (simple !== undefined) return { name, of: simple };
  if (name === 'IQM') return ranked(name, (bucket) => trimmed(bucket, 'TM', 25, 75));
  const percentile = percentileOf(PERCENTILE.exec(name)?.[1]);
  if (percentile !== undefined) {
    return { ...ranked(name, (bucket) => valueAtRank(bucket, percentile)), percentile };
  }
  const short = SHORT_TRIM.exec(name);
  const upper = percentileOf(short?.[2]);
  const trim = asTrim(short?.[1]?.toUpperCase());
  if (trim !== undefined && upper !== undefined) {
    return ranked(name, (bucket) => trimmed(bucket, trim, 0, upper));
  }
  return parseRange(name);
}

export const isPercentileOrTrim = (name: string): boolean =>
  !(name in SIMPLE) && parseStatistic(name) !== undefined;

function parseRange(name: string): Statistic | undefined {
  const match = RANGE.exec(name);
  if (match === null) return undefined;
  const [, kind = '', from, to] = match;
  if (from === undefined && to === undefined) return undefined;
  const percents = [from, to].every((bound) => bound === undefined || bound.endsWith('%'));
  const lower = from === undefined ? undefined : Number.parseFloat(from);
  const upper = to === undefined ? undefined : Number.parseFloat(to);
  if (percents) {
    const trim = asTrim(kind);
    if (trim === undefined) return undefined;
    return ranked(name, (bucket) => trimmed(bucket, trim, lower ?? 0, upper ?? 100));
  }
  return ranked(name, (bucket) => withinValues(bucket, kind, lower, upper));
}

/** Statistics that need the distribution. AWS has none where a value is negative. */
function ranked(name: string, compute: (bucket: Bucket) => number | undefined): Statistic {
  return {
    name,
    of: (bucket) => (bucket.distributionKnown && bucket.min >= 0 ? compute(bucket) : undefined),
  };
}

function sorted(bucket: Bucket): { value: number; count: number }[] {
  return bucket.values
    .map((value, index) => ({ value, count: bucket.counts[index] ?? 0 }))
    .sort((a, b) => a.value - b.value);
}

/** The smallest value that at least this share of the samples does not exceed. */
function valueAtRank(bucket: Bucket, percent: number): number | undefined {
  const wanted = (percent / 100) * bucket.count;
  let seen = 0;
  for (const { value, count } of sorted(bucket)) {
    seen += count;
    if (seen >= wanted) return value;
  }
  return bucket.max;
}

function trimmed(bucket: Bucket, trim: Trim, fromPercent: number, toPercent: number) {
  const from = (fromPercent / 100) * bucket.count;
  const to = (toPercent / 100) * bucket.count;
  const inside = stretch(bucket, from, to);
  if (trim === 'TC') return inside.count;
  if (trim === 'TS') return inside.sum;
  if (trim === 'TM') return inside.count === 0 ? undefined : inside.sum / inside.count;
  // Winsorised: what lies outside counts as the boundary value.
  const low = valueAtRank(bucket, fromPercent) ?? bucket.min;
  const high = valueAtRank(bucket, toPercent) ?? bucket.max;
  return (inside.sum + low * from + high * (bucket.count - to)) / bucket.count;
}

function stretch(bucket: Bucket, from: number, to: number): Stretch {
  let rank = 0;
  let sum = 0;
  let total = 0;
  for (const { value, count } of sorted(bucket)) {
    const inside = Math.max(0, Math.min(to, rank + count) - Math.max(from, rank));
    sum += value * inside;
    total += inside;
    rank += count;
  }
  return { sum, count: total };
}

/** Bounds given as values: the lower one exclusive, the upper one inclusive. */
function withinValues(bucket: Bucket, kind: string, lower?: number, upper?: number) {
  const inside = sorted(bucket).filter(
    ({ value }) =>
      (lower === undefined || value > lower) && (upper === undefined || value <= upper),
  );
  const count = inside.reduce((total, entry) => total + entry.count, 0);
  const sum = inside.reduce((total, entry) => total + entry.value * entry.count, 0);
  if (kind === 'PR') return (100 * count) / bucket.count;
  if (kind === 'TC') return count;
  if (kind === 'TS') return sum;
  if (kind === 'TM') return count === 0 ? undefined : sum / count;
  const low = Math.max(lower ?? bucket.min, bucket.min);
  const high = Math.min(upper ?? bucket.max, bucket.max);
  const clamped = sorted(bucket).reduce(
    (total, { value, count: times }) => total + Math.min(high, Math.max(low, value)) * times,
    0,
  );
  return clamped / bucket.count;
}

function percentileOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const percent = Number(text);
  return percent <= 100 ? percent : undefined;
}

const asTrim = (text: string | undefined): Trim | undefined =>
  text === 'TM' || text === 'TC' || text === 'TS' || text === 'WM' ? text : undefined;

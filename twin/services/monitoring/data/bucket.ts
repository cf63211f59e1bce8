// The data of one metric in one stretch of time, in a form that every statistic can be computed from.

export interface Bucket {
  sum: number;
  count: number;
  min: number;
  max: number;
  /** Values with how often each occurred; unsorted, and not necessarily distinct. */
  values: number[];
  counts: number[];
  /** False once a statistic set was added: its distribution is unknown, so percentiles are too. */
  distributionKnown: boolean;
}

export interface StatisticValues {
  readonly sum: number;
  readonly count: number;
  readonly min: number;
  readonly max: number;
}

/** Above this many entries, values are rounded to 1 % so that a bucket stays small. */
const ENTRIES_MAX = 2_000;
const ROUNDING_RATIO = 1.01;

export const emptyBucket = (): Bucket => ({
  sum: 0,
  count: 0,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  values: [],
  counts: [],
  distributionKnown: true,
});

export function addValue(bucket: Bucket, value: number, count: number): void {
  bucket.sum += value * count;
  bucket.count += count;
  bucket.min = Math.min(bucket.min, value);
  bucket.max = Math.max(bucket.max, value);
  bucket.values.push(value);
  bucket.counts.push(count);
  if (bucket.values.length > ENTRIES_MAX) compress(bucket);
}

export function addStatistics(bucket: Bucket, set: StatisticValues): void {
  if (set.min === set.max || set.count === 1) {
    addValue(bucket, set.sum / set.count, set.count);
    return;
  }
  bucket.sum += set.sum;
  bucket.count += set.count;
  bucket.min = Math.min(bucket.min, set.min);
  bucket.max = Math.max(bucket.max, set.max);
  bucket.distributionKnown = false;
}

/** No more is expected: gives back the room that growing lists hold in reserve, most of what a small bucket weighs. */
export function seal(bucket: Bucket): void {
  bucket.values = bucket.values.slice();
  bucket.counts = bucket.counts.slice();
}

export function mergeBuckets(buckets: readonly Bucket[]): Bucket | undefined {
  if (buckets.length <= 1) return buckets[0];
  const merged = emptyBucket();
  for (const bucket of buckets) {
    merged.sum += bucket.sum;
    merged.count += bucket.count;
    merged.min = Math.min(merged.min, bucket.min);
    merged.max = Math.max(merged.max, bucket.max);
    merged.values.push(...bucket.values);
    merged.counts.push(...bucket.counts);
    merged.distributionKnown &&= bucket.distributionKnown;
  }
  return merged;
}

function compress(bucket: Bucket): void {
  const byValue = new Map<number, number>();
  bucket.values.forEach((value, index) => {
    const rounded = round(value);
    byValue.set(rounded, (byValue.get(rounded) ?? 0) + (bucket.counts[index] ?? 0));
  });
  bucket.values.splice(0, bucket.values.length, ...byValue.keys());
  bucket.counts.splice(0, bucket.counts.length, ...byValue.values());
}

function round(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.round(Math.log(Math.abs(value)) / Math.log(ROUNDING_RATIO));
  return Math.sign(value) * ROUNDING_RATIO ** exponent;
}

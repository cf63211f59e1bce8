// One metric in one unit: buckets of a minute for eight days, and of a second for three hours.
import { type Bucket, emptyBucket, mergeBuckets } from './bucket.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
/** AWS keeps minutes for 15 days; eight cover the longest alarm (a week) and half the memory. */
const MINUTES_KEPT_MS = 8 * 24 * 60 * MINUTE_MS;
const SECONDS_KEPT_MS = 3 * 60 * MINUTE_MS;

export interface Series {
  readonly minutes: Map<number, Bucket>;
  /** Present once high-resolution data arrived. */
  seconds: Map<number, Bucket> | undefined;
  /** Start of the newest minute that has data. */
  latest: number;
}

export const createSeries = (): Series => ({
  minutes: new Map(),
  seconds: undefined,
  latest: Number.NEGATIVE_INFINITY,
});

/** The buckets that a datum of this time and resolution belongs to. */
export function bucketsFor(series: Series, at: number, highResolution: boolean): Bucket[] {
  const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  series.latest = Math.max(series.latest, minute);
  const coarse = bucketAt(series.minutes, minute, series.latest - MINUTES_KEPT_MS);
  if (!highResolution) return [coarse];
  series.seconds ??= new Map();
  const second = Math.floor(at / SECOND_MS) * SECOND_MS;
  return [coarse, bucketAt(series.seconds, second, series.latest - SECONDS_KEPT_MS)];
}

/** The data from `fromMs` to `untilMs` (exclusive), or undefined where there are none. */
export function readSeries(series: Series, fromMs: number, untilMs: number): Bucket | undefined {
  const fine = untilMs - fromMs < MINUTE_MS ? series.seconds : undefined;
  const step = fine === undefined ? MINUTE_MS : SECOND_MS;
  const buckets = fine ?? series.minutes;
  const first = Math.ceil(fromMs / step) * step;
  if (first + step >= untilMs) return first < untilMs ? buckets.get(first) : undefined;
  const found: Bucket[] = [];
  for (let at = first; at < untilMs; at += step) {
    const bucket = buckets.get(at);
    if (bucket !== undefined) found.push(bucket);
  }
  return mergeBuckets(found);
}

function bucketAt(buckets: Map<number, Bucket>, at: number, keepFrom: number): Bucket {
  const known = buckets.get(at);
  if (known !== undefined) return known;
  // Data arrive nearly in order, so the oldest buckets are the first keys.
  for (const key of buckets.keys()) {
    if (key >= keepFrom) break;
    buckets.delete(key);
  }
  const bucket = emptyBucket();
  buckets.set(at, bucket);
  return bucket;
}

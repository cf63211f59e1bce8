// One metric in one unit: buckets of a second for three hours, of a minute for a day, of five minutes for a week.
import { type Bucket, emptyBucket, mergeBuckets, seal } from './bucket.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const FIVE_MINUTES_MS = 5 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;
const SECONDS_KEPT_MS = 3 * HOUR_MS;
/** AWS keeps minutes for 15 days. An alarm on periods below an hour looks back a day at most: that needs them. */
const MINUTES_KEPT_MS = 25 * HOUR_MS;
/** The longest that any alarm looks back is a week. */
const FIVES_KEPT_MS = 8 * 24 * HOUR_MS;

type Buckets = Map<number, Bucket>;

export interface Series {
  readonly minutes: Buckets;
  /** What was minutes once; nothing is in both. */
  readonly fives: Buckets;
  /** Present once high-resolution data arrived. */
  seconds: Buckets | undefined;
  /** Start of the newest minute that has data. */
  latest: number;
}

export const createSeries = (): Series => ({
  minutes: new Map(),
  fives: new Map(),
  seconds: undefined,
  latest: Number.NEGATIVE_INFINITY,
});

/** The buckets that a datum of this time and resolution belongs to. */
export function bucketsFor(series: Series, at: number, highResolution: boolean): Bucket[] {
  const minute = floorTo(MINUTE_MS, at);
  if (minute > series.latest) moveOn(series, minute);
  const coarse =
    minute < series.latest - MINUTES_KEPT_MS
      ? bucketAt(series.fives, floorTo(FIVE_MINUTES_MS, at))
      : bucketAt(series.minutes, minute);
  if (!highResolution) return [coarse];
  series.seconds ??= new Map();
  return [coarse, bucketAt(series.seconds, floorTo(SECOND_MS, at))];
}

/** The data from `fromMs` to `untilMs` (exclusive), or undefined where there are none. */
export function readSeries(series: Series, fromMs: number, untilMs: number): Bucket | undefined {
  const { seconds, minutes, fives } = series;
  if (untilMs - fromMs < MINUTE_MS && seconds !== undefined) {
    return mergeBuckets(between(seconds, SECOND_MS, fromMs, untilMs));
  }
  const old = fives.size === 0 ? [] : between(fives, FIVE_MINUTES_MS, fromMs, untilMs);
  return mergeBuckets([...old, ...between(minutes, MINUTE_MS, fromMs, untilMs)]);
}

function between(buckets: Buckets, step: number, fromMs: number, untilMs: number): Bucket[] {
  const found: Bucket[] = [];
  for (let at = Math.ceil(fromMs / step) * step; at < untilMs; at += step) {
    const bucket = buckets.get(at);
    if (bucket !== undefined) found.push(bucket);
  }
  return found;
}

/** A new minute begins: the one before is as good as complete, and the oldest are too old for where they are. */
function moveOn(series: Series, minute: number): void {
  const before = series.minutes.get(series.latest);
  if (before !== undefined) seal(before);
  series.latest = minute;
  for (const [at, bucket] of takeBefore(series.minutes, minute - MINUTES_KEPT_MS)) {
    const five = floorTo(FIVE_MINUTES_MS, at);
    const known = series.fives.get(five);
    const merged = mergeBuckets(known === undefined ? [bucket] : [known, bucket]) ?? bucket;
    seal(merged);
    series.fives.set(five, merged);
  }
  takeBefore(series.fives, minute - FIVES_KEPT_MS);
  if (series.seconds !== undefined) takeBefore(series.seconds, minute - SECONDS_KEPT_MS);
}

/** Data arrive nearly in order, so the oldest buckets are the first keys. */
function takeBefore(buckets: Buckets, keepFrom: number): readonly (readonly [number, Bucket])[] {
  const taken: [number, Bucket][] = [];
  for (const entry of buckets) {
    if (entry[0] >= keepFrom) break;
    buckets.delete(entry[0]);
    taken.push(entry);
  }
  return taken;
}

function bucketAt(buckets: Buckets, at: number): Bucket {
  const known = buckets.get(at);
  if (known !== undefined) return known;
  const bucket = emptyBucket();
  buckets.set(at, bucket);
  return bucket;
}

const floorTo = (step: number, at: number): number => Math.floor(at / step) * step;

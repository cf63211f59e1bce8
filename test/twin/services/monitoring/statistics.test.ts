import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addStatistics,
  addValue,
  type Bucket,
  emptyBucket,
  mergeBuckets,
} from '../../../../twin/services/monitoring/data/bucket.ts';
import { parseStatistic } from '../../../../twin/services/monitoring/data/statistics.ts';

const bucketOf = (...values: readonly number[]): Bucket => {
  const bucket = emptyBucket();
  for (const value of values) addValue(bucket, value, 1);
  return bucket;
};

const compute = (name: string, bucket: Bucket) => parseStatistic(name)?.of(bucket);

describe('a statistic', () => {
  const hundred = bucketOf(...Array.from({ length: 100 }, (_, index) => 100 - index));

  test.each([
    ['SampleCount', 100],
    ['Sum', 5_050],
    ['Average', 50.5],
    ['Minimum', 1],
    ['Maximum', 100],
    ['p50', 50],
    ['p95', 95],
    ['p95.5', 96],
    ['p100', 100],
    ['p0', 1],
    ['tm90', 45.5],
    ['TM(10%:90%)', 50.5],
    ['TM(:50)', 25.5],
    ['tc90', 90],
    ['TC(50:80)', 30],
    ['ts10', 55],
    ['PR(:25)', 25],
    ['PR(90:)', 10],
    ['IQM', 50.5],
  ])('%s of 1 to 100 is %d', (name, expected) => {
    expect(compute(name, hundred)).toBeCloseTo(expected, 9);
  });

  test.each(['p101', 'p', 'P95', 'Median', 'TM(:)', 'PR(10%:90%)', 'tm101', ''])(
    'is unknown: %s',
    (name) => {
      expect(parseStatistic(name)).toBeUndefined();
    },
  );

  test('of a statistic set has no percentile, unless all values are the same', () => {
    const spread = emptyBucket();
    addStatistics(spread, { count: 10, sum: 55, min: 1, max: 10 });
    expect(compute('p50', spread)).toBeUndefined();
    expect(compute('Average', spread)).toBe(5.5);
    const same = emptyBucket();
    addStatistics(same, { count: 3, sum: 21, min: 7, max: 7 });
    expect(compute('p50', same)).toBe(7);
  });

  test('has no percentile where a value is negative', () => {
    expect(compute('p50', bucketOf(-1, 2))).toBeUndefined();
  });

  test('does not care how data were spread over buckets', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1 }),
        fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1 }),
        fc.constantFrom('Sum', 'Average', 'Minimum', 'p50', 'p99', 'tm90', 'PR(:500)'),
        (left, right, name) => {
          const merged = mergeBuckets([bucketOf(...left), bucketOf(...right)]) ?? emptyBucket();
          const whole = compute(name, bucketOf(...left, ...right));
          expect(compute(name, merged)).toBeCloseTo(whole ?? Number.NaN, 6);
        },
      ),
    );
  });

  test('stays within one percent when a bucket holds very many values', () => {
    const values = Array.from({ length: 5_000 }, (_, index) => index + 1);
    const p95 = compute('p95', bucketOf(...values)) ?? 0;
    expect(Math.abs(p95 - 4_750) / 4_750).toBeLessThan(0.01);
  });
});

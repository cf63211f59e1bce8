import { describe, expect, test } from 'vitest';
import { addValue } from '../../../../twin/services/monitoring/data/bucket.ts';
import {
  bucketsFor,
  createSeries,
  readSeries,
} from '../../../../twin/services/monitoring/data/series.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** One datum of 1 in each minute of so many days. */
function aSeries(days: number) {
  const series = createSeries();
  for (let at = 0; at < days * DAY; at += MINUTE) {
    for (const bucket of bucketsFor(series, at, false)) addValue(bucket, 1, 1);
  }
  return series;
}

describe('a series', () => {
  const series = aSeries(10);
  const end = 10 * DAY;
  const sum = (from: number, until: number) => readSeries(series, from, until)?.sum;

  test('knows each minute of the last day', () => {
    for (const ago of [1, 60, 24 * 60]) {
      const from = end - ago * MINUTE;
      expect(sum(from, from + MINUTE)).toBe(1);
    }
  });

  test('knows each five minutes of the last week, and each hour wherever it lies', () => {
    for (const days of [1.5, 3, 7]) {
      const from = end - days * DAY;
      expect(sum(from, from + 5 * MINUTE)).toBe(5);
      expect(sum(from, from + HOUR)).toBe(60);
    }
    for (let hours = 20; hours < 30; hours += 1) {
      expect(sum(end - hours * HOUR, end - (hours - 1) * HOUR)).toBe(60);
    }
    expect(sum(end - 7 * DAY, end)).toBe(7 * 24 * 60);
  });

  test('keeps the distribution of what it puts together', () => {
    const old = readSeries(series, end - 3 * DAY, end - 3 * DAY + 5 * MINUTE);
    expect(old).toMatchObject({ count: 5, min: 1, max: 1, distributionKnown: true });
  });

  test('forgets what is older, and does not grow for ever', () => {
    expect(sum(0, DAY)).toBeUndefined();
    expect(series.minutes.size + series.fives.size).toBeLessThan(25 * 60 + 8 * 24 * 12);
  });

  test('takes late data where they belong, and counts them once', () => {
    const late = aSeries(3);
    for (const ago of [2 * HOUR, 2 * DAY]) {
      const [bucket] = bucketsFor(late, 3 * DAY - ago, false);
      if (bucket !== undefined) addValue(bucket, 1, 1);
      expect(readSeries(late, 3 * DAY - ago, 3 * DAY - ago + HOUR)?.sum).toBe(61);
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readableReason } from '../../../core/rollback/readable-reason.ts';

const minute = (index: number) =>
  `2027-01-11T09:${String(14 + index).padStart(2, '0')}:00.000+0000`;

/** As CloudWatch gives it: newest first, and without a value where data are missing. */
const data = (threshold: number, values: readonly (number | undefined)[]) =>
  JSON.stringify({
    version: '1.0',
    queryDate: '2027-01-11T09:18:10.754+0000',
    period: 60,
    recentDatapoints: values.filter((value) => value !== undefined),
    threshold,
    evaluatedDatapoints: values
      .map((value, index) => ({ timestamp: minute(index), value }))
      .reverse(),
  });

const alarm = (metric: string, threshold: number, values: readonly (number | undefined)[]) =>
  `alarm spillway/auth-service/production/b/${metric}: ${data(threshold, values)}`;

describe('the reason of a rollback', () => {
  // What a machine hands on -> what people read.
  it.each([
    [alarm('error-rate', 5, [21.314]), 'error rate 21.31 %, above 5 %, 1 min from 09:14 UTC'],
    [alarm('error-rate', 5, [undefined, 8]), 'error rate 8 %, above 5 %, 1 min from 09:15 UTC'],
    [
      alarm('latency-p95', 1, [1.2, 6.4]),
      'latency p95 6400 ms, above 1000 ms, 2 min from 09:14 UTC',
    ],
    [alarm('cpu', 90, [99, 80, 97]), 'CPU 99 %, above 90 %, 2 min from 09:14 UTC'],
    [alarm('memory', 90, [91, 95, 99]), 'memory 99 %, above 90 %, 3 min from 09:14 UTC'],
    [
      alarm('failed-health-checks', 0, [1, 2, 1, 1]),
      'failed health checks 4 in a row, above 3 in a row, 4 min from 09:14 UTC',
    ],
    ['Spillway.CheckFailed: health: 500', 'health: 500'],
    [`Spillway.Breach: ${alarm('cpu', 90, [99])}`, 'CPU 99 %, above 90 %, 1 min from 09:14 UTC'],
    ['States.Timeout: it took too long', 'States.Timeout: it took too long'],
    [
      'alarm spillway/a/production/b/cpu: the drill says so',
      'alarm spillway/a/production/b/cpu: the drill says so',
    ],
    ['alarm of-the-team: {"version":"1.0"}', 'alarm of-the-team'],
    [alarm('cpu', 90, [50]), 'alarm spillway/auth-service/production/b/cpu'],
    ['alarm spillway/a/production/b/cpu: {"cut', 'alarm spillway/a/production/b/cpu: {"cut'],
    ['', ''],
  ])('%j reads %j', (raw, words) => {
    expect(readableReason(raw)).toBe(words);
  });

  it('is always some text, whatever comes in', () => {
    const anything = fc.oneof(fc.string(), fc.json());
    fc.assert(
      fc.property(anything, (text) => {
        const wrapped = `alarm spillway/a/production/b/cpu: ${text}`;
        expect(readableReason(wrapped).length).toBeGreaterThan(0);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import type { AlarmReading } from '../../../core/analysis/judge.ts';
import { type LookAhead, thresholdsToRead } from '../../../core/analysis/look.ts';
import { second } from '../builders.ts';
import { planned } from '../plan/support.ts';

const { thresholds } = planned({});
const everything = thresholds.map(({ metric }) => metric);

const alarm = (state: AlarmReading['state']): AlarmReading => ({ name: 'any', state, reason: '' });

const read = (seconds: number, over: Partial<LookAhead> = {}) =>
  thresholdsToRead({
    thresholds,
    alarms: [alarm('OK')],
    bakeSeconds: 900,
    judgeIntervalSeconds: 60,
    verifiedAt: second(0),
    now: second(seconds),
    shortened: false,
    ...over,
  }).map(({ metric }) => metric);

describe('a look', () => {
  it.each([62, 125, 240, 299, 370])(
    'after %i s reads rates only: alarms watch the rest',
    (seconds) => {
      expect(read(seconds)).toEqual(['error-rate']);
    },
  );

  it.each<[string, number, Partial<LookAhead>]>([
    ['once in each window', 305, {}],
    ['when the bake may be over', 900, {}],
    ['when it waits for evidence', 2000, {}],
    ['when nobody wants to wait', 62, { shortened: true }],
    ['when an alarm is gone', 62, { alarms: [alarm('OK'), alarm('MISSING')] }],
    ['when an alarm could not be read', 62, { alarms: [alarm('UNREADABLE')] }],
  ])('reads everything %s', (_when, seconds, over) => {
    expect(read(seconds, over)).toEqual(everything);
  });

  it('leaves no window unread, however the looks fall', () => {
    for (let start = 60; start < 120; start += 1) {
      const looks = Array.from({ length: 12 }, (_, index) => start + 60 * index);
      const full = looks.filter((seconds) => read(seconds, { bakeSeconds: 9000 }).length > 1);
      expect(full.length).toBeGreaterThanOrEqual(2);
    }
  });
});

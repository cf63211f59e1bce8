import { describe, expect, it } from 'vitest';
import type { AlarmReading } from '../../../core/analysis/judge.ts';
import { type LookAhead, thresholdsToRead } from '../../../core/analysis/look.ts';
import { second } from '../builders.ts';
import { planned } from '../plan/support.ts';

const { thresholds } = planned({});
const everything = thresholds.map(({ metric }) => metric);

const alarm = (state: AlarmReading['state']): AlarmReading => ({
  name: 'any',
  state,
  reason: '',
  since: null,
});

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
  it.each([62, 125, 240, 305, 899])('after %i s reads what its alarms see less of', (seconds) => {
    expect(read(seconds)).toEqual(['error-rate', 'cpu', 'memory']);
  });

  it('reads nothing of the first minute: none of it has been published', () => {
    expect(read(2)).toEqual([]);
  });

  it.each<[string, number, Partial<LookAhead>]>([
    ['when the bake may be over', 900, {}],
    ['when it waits for evidence', 2000, {}],
    ['when nobody wants to wait', 62, { shortened: true }],
    ['when an alarm is gone', 2, { alarms: [alarm('OK'), alarm('MISSING')] }],
    ['when an alarm could not be read', 62, { alarms: [alarm('UNREADABLE')] }],
  ])('reads everything %s', (_when, seconds, over) => {
    expect(read(seconds, over)).toEqual(everything);
  });
});

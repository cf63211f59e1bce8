import { describe, expect, it } from 'vitest';
import { parseRecurrence } from '../../../../twin/services/events/schedule/recurrence.ts';

const startMs = Date.UTC(2027, 0, 11, 9, 0, 0);

function times(expression: string, count: number, of: 'rule' | 'schedule' = 'rule'): string[] {
  const recurrence = parseRecurrence(expression, { startMs, of });
  const found: string[] = [];
  for (let at = startMs - 1; found.length < count; ) {
    const next = recurrence?.next(at);
    if (next === undefined) break;
    found.push(new Date(next).toISOString().slice(0, 16));
    at = next;
  }
  return found;
}

describe('a recurrence', () => {
  it.each([
    ['rate(1 minute)', ['2027-01-11T09:01', '2027-01-11T09:02']],
    ['rate(2 hours)', ['2027-01-11T11:00', '2027-01-11T13:00']],
    ['cron(0 10 * * ? *)', ['2027-01-11T10:00', '2027-01-12T10:00']],
    ['cron(15 12 ? * MON-FRI *)', ['2027-01-11T12:15', '2027-01-12T12:15']],
    ['cron(0/10 * ? * MON-FRI *)', ['2027-01-11T09:00', '2027-01-11T09:10']],
    ['cron(*/15 * * * ? *)', ['2027-01-11T09:00', '2027-01-11T09:15']],
    ['cron(0 8 1 * ? *)', ['2027-02-01T08:00', '2027-03-01T08:00']],
    ['cron(0 0 L * ? *)', ['2027-01-31T00:00', '2027-02-28T00:00']],
    ['cron(0 0 ? * 6L *)', ['2027-01-29T00:00', '2027-02-26T00:00']],
    ['cron(0 0 ? * 3#2 *)', ['2027-01-12T00:00', '2027-02-09T00:00']],
    ['cron(0 0 15W * ? *)', ['2027-01-15T00:00', '2027-02-15T00:00']],
    ['cron(0 0 ? * FRI-SUN *)', ['2027-01-15T00:00', '2027-01-16T00:00']],
    ['cron(0 9 11 1 ? 2027)', ['2027-01-11T09:00']],
    ['cron(0 0 30 2 ? *)', []],
  ])('%s runs at %j', (expression, expected) => {
    expect(times(expression, 2)).toEqual(expected);
  });

  it('of Scheduler begins at once', () => {
    expect(times('rate(5 minutes)', 2, 'schedule')).toEqual([
      '2027-01-11T09:00',
      '2027-01-11T09:05',
    ]);
  });

  it.each([
    'rate(0 minutes)',
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(5 seconds)',
    'rate( 5 minutes )',
    'cron(INVALID)',
    'cron(0 1 * * * *)',
    'cron(0 1 ? * ? *)',
    'cron(71 8 1 * ? *)',
    'cron(7 20 * * NOT *)',
    'cron(0 dummy ? * MON-FRI *)',
    'every day',
  ])('does not read %s', (expression) => {
    expect(parseRecurrence(expression, { startMs, of: 'rule' })).toBeUndefined();
  });
});

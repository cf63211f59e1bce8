import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmReading } from '../../../core/analysis/judge.ts';
import { judgedBeside, setAside } from '../../../core/analysis/set-aside.ts';
import { alarmName } from '../../../core/contract/alarm-names.ts';
import { second } from '../builders.ts';
import { planned } from '../plan/support.ts';

const alarm = (over: Partial<AlarmReading> = {}): AlarmReading => ({
  name: 'named',
  state: 'ALARM',
  reason: 'as read',
  since: second(0),
  ...over,
});

const stateOf = (over: Partial<AlarmReading>, preparedAt: string | null = second(60)) =>
  setAside([alarm(over)], { names: ['named'], preparedAt })[0]?.state;

describe('an alarm that a person has named', () => {
  it.each<[string, Partial<AlarmReading>, string | null, AlarmReading['state']]>([
    ['is set aside where nothing of the candidate is there', {}, null, 'OVERRIDDEN'],
    ['also where nobody knows how long it is up', { since: null }, null, 'OVERRIDDEN'],
    ['is set aside while it is up from before', {}, second(60), 'OVERRIDDEN'],
    ['and to the millisecond', { since: second(60) }, second(60), 'OVERRIDDEN'],
    ['judges again once it was down', { since: second(61) }, second(60), 'ALARM'],
    ['judges where nobody knows how long it is up', { since: null }, second(60), 'ALARM'],
    ['judges where nobody knows when the candidate came', {}, '', 'ALARM'],
    ['is as good as any while it is down', { state: 'OK' }, second(60), 'OK'],
    ['is looked for like any', { state: 'MISSING' }, null, 'MISSING'],
    ['is to be read like any', { state: 'UNREADABLE' }, null, 'UNREADABLE'],
  ])('%s', (_what, over, preparedAt, state) => {
    expect(stateOf(over, preparedAt)).toBe(state);
  });

  it('excuses no other, and changes nothing else about any', () => {
    const states = fc.constantFrom<AlarmReading['state']>('OK', 'ALARM', 'MISSING', 'UNREADABLE');
    const readings = fc.array(
      fc.record({
        name: fc.constantFrom('a', 'b', 'A', 'a '),
        state: states,
        reason: fc.string(),
        since: fc.constantFrom(null, second(0), second(120)),
      }),
      { maxLength: 4 },
    );
    const names = fc.subarray(['a', 'b']);
    const preparedAt = fc.constantFrom(null, second(60));
    fc.assert(
      fc.property(readings, names, preparedAt, (alarms, named, at) => {
        const after = setAside(alarms, { names: named, preparedAt: at });
        expect(after.map(({ state: _state, ...rest }) => rest)).toEqual(
          alarms.map(({ state: _state, ...rest }) => rest),
        );
        for (const [index, { name, state, since }] of alarms.entries()) {
          const excused = after[index]?.state === 'OVERRIDDEN';
          const isOld = at === null || since === second(0);
          expect(excused).toBe(state === 'ALARM' && named.includes(name) && isOld);
        }
      }),
    );
  });
});

describe('thresholds beside alarms that a person has named', () => {
  const { thresholds } = planned({});
  const place = { service: 'auth-service', environment: 'production' } as const;
  const metricsBeside = (...names: readonly string[]) =>
    judgedBeside(thresholds, { ...place, names }).map(({ metric }) => metric);
  const everything = thresholds.map(({ metric }) => metric);
  const memory = { ...place, scope: 'service', metric: 'memory' } as const;

  it('go with what measures both versions together', () => {
    const left = everything.filter((metric) => metric !== 'memory');
    expect(metricsBeside(alarmName(memory))).toEqual(left);
  });

  it.each<[string, string]>([
    ["beside the candidate's own", alarmName({ ...place, scope: 'b', metric: 'error-rate' })],
    ['beside that of another place', alarmName({ ...memory, environment: 'staging' })],
    ['beside that of another service', alarmName({ ...memory, service: 'cart' })],
    ["beside a team's own", 'orders-5xx'],
  ])('all stay %s', (_where, name) => {
    expect(metricsBeside(name)).toEqual(everything);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metrics } from '../../../core/analysis/threshold.ts';
import { alarmName, alarmScopes, parseAlarmName } from '../../../core/contract/alarm-names.ts';
import { environmentNames } from '../../../core/contract/environment-names.ts';
import { errorNames } from '../../../core/contract/error-names.ts';
import {
  addSeconds,
  laterOf,
  secondsBetween,
  toEpochMs,
  toInstant,
} from '../../../core/contract/instant.ts';
import { indexKeys, tableKeys } from '../../../core/contract/table-keys.ts';
import { limits } from '../../../core/limits.ts';
import { second } from '../builders.ts';

const anyName = fc.stringMatching(/^[a-z][a-z0-9-]{0,19}$/);

describe('alarm names', () => {
  const anyIdentity = fc.record({
    service: anyName,
    environment: anyName,
    scope: fc.constantFrom(...alarmScopes),
    metric: fc.constantFrom(...metrics),
  });

  it('are read back as what they were made from', () => {
    fc.assert(
      fc.property(anyIdentity, (identity) => {
        expect(parseAlarmName(alarmName(identity))).toEqual(identity);
      }),
    );
  });

  it('fit into CloudWatch at the longest names that a spec may use', () => {
    const name = alarmName({
      service: 's'.repeat(limits.serviceNameLengthMax),
      environment: 'e'.repeat(limits.environmentNameLengthMax),
      scope: 'service',
      metric: 'failed-health-checks',
    });
    expect(name.length).toBeLessThanOrEqual(limits.alarmNameLengthMax);
  });

  it.each([
    'api-5xx',
    'spillway/auth/production/a',
    'spillway/auth/production/c/cpu',
    'spillway/auth/production/a/disk',
    'spillway//production/a/cpu',
    'spillway/auth/production/a/cpu/more',
    'other/auth/production/a/cpu',
  ])('are not read out of %s', (name) => {
    expect(parseAlarmName(name)).toBeUndefined();
  });
});

describe('table keys', () => {
  it('order events by number, not by digit', () => {
    const keys = [2, 10, 1, 100].map((sequence) => tableKeys.event('r', sequence).sk);
    expect([...keys].sort()).toEqual([1, 2, 10, 100].map((n) => tableKeys.event('r', n).sk));
  });

  it('keep the items of one table apart', () => {
    const keys = [
      tableKeys.environment('s', 'e'),
      tableKeys.quarantine('s', 'd'),
      tableKeys.seen('s', 'd'),
      tableKeys.freeze('s', 'e'),
      tableKeys.release('r'),
      tableKeys.plan('r'),
      tableKeys.event('r', 1),
      tableKeys.notice('r', 'n'),
    ].map(({ pk, sk }) => `${pk} ${sk}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('order a service’s releases by time', () => {
    const early = indexKeys.byService('s', second(1), 'z').serviceSk;
    const late = indexKeys.byService('s', second(2), 'a').serviceSk;
    expect(early < late).toBe(true);
    expect(indexKeys.byState('ACTIVE', second(1), 'r')).toEqual({
      statePk: 'ACTIVE',
      stateSk: `${second(1)}#r`,
    });
  });
});

describe('names that others match on', () => {
  it.each([
    ['error names', Object.values(errorNames)],
    ['environment variables', Object.values(environmentNames)],
  ])('are unique: %s', (_what, names) => {
    expect(new Set<string>(names).size).toBe(names.length);
  });

  it('do not claim the namespace of Step Functions', () => {
    for (const name of Object.values(errorNames))
      expect(name).toMatch(/^Spillway\.[A-Z][A-Za-z]+$/);
  });
});

describe('instants', () => {
  it('are ordered as text as they are in time', () => {
    const anyMs = fc.integer({ min: 0, max: 4e12 });
    fc.assert(
      fc.property(anyMs, anyMs, (a, b) => {
        expect(toInstant(a) < toInstant(b)).toBe(a < b);
        expect(toEpochMs(toInstant(a))).toBe(a);
        expect(laterOf(toInstant(a), toInstant(b))).toBe(toInstant(Math.max(a, b)));
      }),
    );
  });

  it('are added to and subtracted in seconds', () => {
    expect(addSeconds(second(0), 90)).toBe(second(90));
    expect(secondsBetween(second(30), second(90))).toBe(60);
  });
});

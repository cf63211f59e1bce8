import { describe, expect, it } from 'vitest';
import type { ReleaseStatus } from '../../../core/release/record.ts';
import { deployedStatuses, transitions } from '../../../core/release/transitions.ts';
import { unheardAlarms } from '../../../core/rollback/unheard.ts';
import { aRecord } from '../operate/builders.ts';

const NOW = Date.UTC(2026, 10, 20);
const since = (seconds: number, name = 'spillway/auth-service/production/b/error-rate') => ({
  name,
  sinceMs: NOW - 1000 * seconds,
});
const namesIn = (raised: readonly ReturnType<typeof since>[], status: ReleaseStatus) =>
  unheardAlarms(raised, [aRecord(status)], NOW).map(({ alarm }) => alarm.name);

describe('unheardAlarms', () => {
  it('are of a release that has tasks, and that nobody takes back', () => {
    const found = Object.keys(transitions).filter(
      (status) => namesIn([since(60)], status as ReleaseStatus).length > 0,
    );
    expect(found).toEqual([...deployedStatuses]);
  });

  it.each([
    ['which its own event may still take back', since(20), false],
    ['whose event should have taken it back by now', since(21), true],
    ['in another place', since(60, 'spillway/auth-service/staging/b/error-rate'), false],
    ['of another service', since(60, 'spillway/cart/production/b/error-rate'), false],
    ['of a name that no rollback knows', since(60, 'spillway/auth-service/production/b'), false],
    ['that a team made', since(60, 'auth-service-down'), false],
  ])('an alarm %s', (_what, alarm, isUnheard) => {
    expect(namesIn([alarm], 'GUARDING')).toEqual(isUnheard ? [alarm.name] : []);
  });

  it('are named with the release that they are about', () => {
    const record = aRecord('BAKING');
    const [one, other] = [since(60), since(90, 'spillway/auth-service/production/service/cpu')];
    expect(unheardAlarms([one, other], [record], NOW)).toEqual([
      { alarm: one, record },
      { alarm: other, record },
    ]);
  });
});

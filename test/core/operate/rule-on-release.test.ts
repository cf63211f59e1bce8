import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReleaseAction, releaseActions } from '../../../core/contract/decision.ts';
import { ruleOnRelease } from '../../../core/operate/rule-on-release.ts';
import { sightOf } from '../../../core/operate/staleness.ts';
import { applyEvent } from '../../../core/release/apply-event.ts';
import type { ReleaseEvent } from '../../../core/release/event.ts';
import type { ReleaseRecord, ReleaseStatus } from '../../../core/release/record.ts';
import { isTerminal, terminalStatuses, transitions } from '../../../core/release/transitions.ts';
import { second, story } from '../builders.ts';
import { alice, aPlan, aRecord, aScene, bob, histories, waiting } from './builders.ts';

const statuses = Object.keys(transitions) as ReleaseStatus[];
const held = { type: 'release.held', reason: 'wait', needsPerson: false } as const;

/** Rows are statuses, columns the actions: what is ordered, or a dash where it is refused. */
const matrix: Readonly<Record<string, readonly string[]>> = {
  //              approve   reject       pause     resume     abort        promote   rollback
  RECEIVED: ['-', '-', 'entry', 'already', 'take-back', '-', 'take-back'],
  QUEUED: ['-', '-', 'entry', 'already', 'take-back', '-', 'take-back'],
  BUILDING: ['-', '-', 'entry', 'already', 'take-back', '-', 'take-back'],
  GATED: ['entry', 'take-back', 'entry', 'already', 'take-back', '-', 'take-back'],
  PREPARING: ['-', '-', 'entry', 'already', 'take-back', '-', 'take-back'],
  CHECKING: ['-', '-', 'entry', 'already', 'take-back', '-', 'take-back'],
  CANARY: ['-', '-', 'entry', 'already', 'take-back', '-', 'take-back'],
  BAKING: ['entry', 'take-back', 'entry', 'already', 'take-back', 'entry', 'take-back'],
  PROMOTING: ['-', '-', 'entry', 'already', 'take-back', '-', 'take-back'],
  GUARDING: ['-', '-', 'entry', 'already', 'take-back', 'entry', 'take-back'],
  ROLLING_BACK: ['-', '-', '-', 'already', 'already', '-', 'already'],
};

/** Where the plan of these tests has an approval gate, the release waits for it. */
const inStatus = (status: ReleaseStatus): ReleaseRecord =>
  aRecord(status, status === 'GATED' || status === 'BAKING' ? [waiting] : []);

const kindOf = (action: ReleaseAction, record: ReleaseRecord): string => {
  const { kind } = ruleOnRelease(aScene(record, { action }));
  return kind === 'refused' ? '-' : kind;
};

describe('ruleOnRelease', () => {
  it('knows every status and every action', () => {
    const living = statuses.filter((status) => !isTerminal(status));
    expect(Object.keys(matrix).sort()).toEqual([...living].sort());
    for (const row of Object.values(matrix)) expect(row).toHaveLength(releaseActions.length);
  });

  it.each(Object.entries(matrix))('rules on a release that is %s', (status, expected) => {
    const record = inStatus(status as ReleaseStatus);
    expect(releaseActions.map((action) => kindOf(action, record))).toEqual(expected);
  });

  it.each(terminalStatuses)('does nothing to a release that is %s', (status) => {
    for (const action of releaseActions) {
      const ruling = ruleOnRelease(aScene(aRecord(status), { action }));
      expect(ruling).toMatchObject({ kind: 'refused', status: 409, code: 'E402' });
    }
  });

  it('tells when and why a release had ended', () => {
    const ruling = ruleOnRelease(aScene(aRecord('ROLLED_BACK')));
    expect(ruling).toMatchObject({
      message: expect.stringMatching(
        /already ROLLED_BACK at \d\d:\d\d:\d\dZ \(error-rate 7.3 % is above 5 %\); nothing to do$/,
      ),
    });
  });

  it.each([
    ['event', { sequence: 3 }, 'event 3 is now 11'],
    ['digest', { digest: 'sha256:0' }, /digest sha256:0 is now sha256:c+/],
    ['plan', { planHash: 'other' }, 'plan other is now hash'],
    ['phase', { phase: null }, 'phase none is now 1'],
  ])('refuses what was decided about another %s', (_what, over, change) => {
    const record = aRecord('BAKING');
    for (const action of releaseActions) {
      const looked = { ...sightOf(record), ...over };
      const ruling = ruleOnRelease(aScene(record, { action, looked }));
      expect(ruling).toMatchObject({ kind: 'refused', status: 409, code: 'E401' });
      expect(ruling.message).toContain('(now BAKING at 10 % in production)');
      expect(ruling.message).toMatch(change);
    }
  });

  it('answers a repetition as what it is', () => {
    const before = aRecord('BAKING');
    const event = { ...held, releaseId: before.releaseId, sequence: before.sequence + 1 };
    const events = [{ ...event, at: second(900), actor: alice }];
    const applied = applyEvent(before, events[0] as ReleaseEvent);
    const repeated = aScene(applied.record, { action: 'pause', looked: sightOf(before), events });
    expect(ruleOnRelease(repeated)).toMatchObject({ kind: 'already' });
    expect(ruleOnRelease({ ...repeated, identity: bob })).toMatchObject({ code: 'E401' });
    expect(ruleOnRelease({ ...repeated, action: 'resume' })).toMatchObject({ code: 'E401' });
  });

  it('holds and resumes once', () => {
    const record = aRecord('BAKING', [held]);
    expect(kindOf('pause', record)).toBe('already');
    expect(kindOf('resume', record)).toBe('entry');
    expect(kindOf('promote', record)).toBe('-');
    expect(kindOf('abort', record)).toBe('take-back');
  });

  it('cuts a bake short once, and the next one is whole again', () => {
    const shortened = {
      type: 'bake.shortened',
      reason: 'hurry',
      environment: 'production',
    } as const;
    const record = aRecord('BAKING', [shortened]);
    expect(kindOf('promote', record)).toBe('already');
    const rising = { type: 'weight.requested', phase: 1, weightPercent: 25 } as const;
    const next = aRecord('BAKING', [shortened, { ...rising, environment: 'production' }]);
    expect(next.shortened).toBeNull();
  });

  it('does not take back what is just leaving an environment', () => {
    const record = aRecord('GUARDING', [story.promoted[2]]);
    expect(kindOf('abort', record)).toBe('-');
  });

  it('leads only to entries that the record takes, and never past the end', () => {
    const history = fc.constantFrom(...statuses);
    const action = fc.constantFrom(...releaseActions);
    const decisions = fc.array(fc.record({ action, identity: fc.constantFrom(alice, bob) }));
    fc.assert(
      fc.property(history, decisions, (status, list) => {
        let record = aRecord(status);
        const before = record;
        for (const { action: next, identity } of list) {
          const ruling = ruleOnRelease(aScene(record, { action: next, identity, plan: aPlan() }));
          if (ruling.kind !== 'entry') continue;
          const { releaseId, sequence } = record;
          const envelope = { releaseId, sequence: sequence + 1, at: second(5000), actor: identity };
          const applied = applyEvent(record, { ...ruling.event, ...envelope });
          expect(applied.applied).toBe(true);
          record = applied.record;
        }
        if (isTerminal(status)) expect(record).toEqual(before);
        // An operator's word alone gives nobody a new version.
        expect(record.weights).toEqual(before.weights);
        expect(record.status).toBe(before.status);
      }),
    );
  });

  it('has a history for every status', () => {
    for (const status of Object.keys(histories) as ReleaseStatus[]) {
      expect(aRecord(status).status).toBe(status);
    }
  });
});

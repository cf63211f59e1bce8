import { describe, expect, it } from 'vitest';
import { offeredActions } from '../../console/offered-actions.ts';
import { lookAt, toSight, whatChanged } from '../../console/what-changed.ts';
import { decisionSchema } from '../../core/contract/decision.ts';
import { ruleOnRelease } from '../../core/operate/rule-on-release.ts';
import { tellAll } from './fake-releases.ts';

const stories = tellAll();
const kim = 'arn:aws:sts::123456789012:assumed-role/operator/somebody-else';

describe('an offered action', () => {
  it.each(
    stories.map((told) => [told.record.service, told.record.artifact.version, told] as const),
  )(
    'of %s %s is one that the backend would take',
    (_service, _version, { record, plan, events }) => {
      for (const { action } of offeredActions(record)) {
        // What serves after the end is a question about the service, not about the release.
        if (record.status === 'PROMOTED') continue;
        const looked = toSight(lookAt(record));
        const decision = { kind: 'release', action, looked, reason: 'because' };
        expect(decisionSchema.safeParse(decision).success).toBe(true);
        const ruling = ruleOnRelease({
          action,
          looked,
          reason: 'because',
          identity: kim,
          record,
          plan,
          events,
        });
        expect([action, ruling.kind]).not.toEqual([action, 'refused']);
      }
    },
  );

  it('comes in every kind in the stories, so that none is untried', () => {
    const offered = new Set(
      stories.flatMap(({ record }) => offeredActions(record).map(({ action }) => action)),
    );
    expect([...offered].toSorted()).toEqual([
      'abort',
      'approve',
      'pause',
      'promote',
      'reject',
      'resume',
      'rollback',
    ]);
  });

  it.each([
    'ROLLING_BACK',
    'ROLLED_BACK',
    'FAILED_SAFE',
    'REJECTED',
    'SUPERSEDED',
    'CANCELLED',
  ] as const)('does not exist for a release that is %s', (status) => {
    expect(offeredActions({ status, hold: null, waitingFor: 'approval', shortened: null })).toEqual(
      [],
    );
  });
});

describe('what changed', () => {
  const record = stories.find(({ record: { status } }) => status === 'BAKING')?.record;
  if (record === undefined) throw new Error('a canary bakes in the stories');
  const look = lookAt(record);

  it('is nothing while nothing moves', () => {
    expect(whatChanged(look, lookAt(record))).toEqual([]);
  });

  it('is told in words, with what was and what is', () => {
    const now = { ...look, phase: 2, weightPercent: 50, sequence: look.sequence + 3 };
    expect(whatChanged(look, now)).toEqual([
      { what: 'Share of users', before: '25 %', now: '50 %' },
      { what: 'Phase', before: '2', now: '3' },
      { what: 'Ledger', before: `event ${look.sequence}`, now: `event ${look.sequence + 3}` },
    ]);
  });
});

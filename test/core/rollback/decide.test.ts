import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlannedRollback } from '../../../core/plan/plan.ts';
import type { ReleaseStatus } from '../../../core/release/record.ts';
import { deployedStatuses, transitions } from '../../../core/release/transitions.ts';
import { decideRollback } from '../../../core/rollback/decide.ts';
import type { RollbackDecision } from '../../../core/rollback/decision.ts';
import type { Cause, Situation, Version } from '../../../core/rollback/situation.ts';
import { digest } from '../builders.ts';
import { aSituation, aVersion } from './builders.ts';

const gradual: PlannedRollback = {
  kind: 'gradual',
  steps: [50, 20, 10, 0].map((weightPercent) => ({ weightPercent, holdSeconds: 60 })),
};
const gone = { fleetHealthy: false } as const;
const unknown = { fleetHealthy: null } as const;
const operator: Cause = { kind: 'operator', reason: 'ana asked for it' };

describe('decideRollback', () => {
  it('has nothing to take back while nothing was started', () => {
    for (const stable of [undefined, aVersion('b', { quarantined: true })]) {
      expect(
        decideRollback(aSituation({ status: 'CHECKING', candidateStarted: false, stable })),
      ).toEqual({
        kind: 'roll-back-now',
        target: { kind: 'none' },
        reason: 'error-rate 7.3 % is above 5 %',
      });
    }
  });

  it.each<[string, Partial<Situation>, RollbackDecision['kind'], string | undefined]>([
    // what is known, decision, letter of the version it leads to
    ['a breach with the old fleet warm', {}, 'roll-back-now', 'b'],
    [
      'a check that failed before any user',
      { status: 'CHECKING', weightPercent: 0 },
      'roll-back-now',
      'b',
    ],
    ['a weight that cannot be read', { weightPercent: null }, 'roll-back-now', 'b'],
    ['gradual, where the policy says so', { policy: gradual }, 'roll-back-gradually', 'b'],
    ['gradual while it rises', { policy: gradual, bakedSeconds: 0 }, 'roll-back-now', 'b'],
    ['gradual as it has risen', { policy: gradual, bakedSeconds: 59 }, 'roll-back-now', 'b'],
    ['gradual a minute on', { policy: gradual, bakedSeconds: 60 }, 'roll-back-gradually', 'b'],
    ['gradual without users', { policy: gradual, weightPercent: 0 }, 'roll-back-now', 'b'],
    [
      'gradual at an unknown weight',
      { policy: gradual, weightPercent: null },
      'roll-back-now',
      'b',
    ],
    [
      'old fleet unknown, but it carries users',
      { stable: aVersion('b', unknown) },
      'roll-back-now',
      'b',
    ],
    [
      'old fleet and weight unknown, early',
      { stable: aVersion('b', unknown), weightPercent: null, status: 'CANARY' },
      'roll-back-now',
      'b',
    ],
    [
      'old fleet unknown after the switch',
      { stable: aVersion('b', unknown), weightPercent: 100, status: 'GUARDING' },
      'hold',
      undefined,
    ],
    [
      'old fleet and weight unknown after the switch',
      { stable: aVersion('b', unknown), weightPercent: null, status: 'GUARDING' },
      'hold',
      undefined,
    ],
    [
      'old fleet and weight unknown during the switch',
      { stable: aVersion('b', unknown), weightPercent: null, status: 'PROMOTING' },
      'hold',
      undefined,
    ],
    [
      'the same, when an operator insists',
      { stable: aVersion('b', unknown), weightPercent: 100, status: 'GUARDING', cause: operator },
      'roll-back-now',
      'b',
    ],
    [
      'old fleet gone',
      { stable: aVersion('b', gone), weightPercent: 100 },
      'redeploy-last-good',
      'b',
    ],
    [
      'old fleet gone, though an operator insists',
      { stable: aVersion('b', gone), cause: operator },
      'redeploy-last-good',
      'b',
    ],
    [
      'old fleet and image gone',
      { stable: aVersion('b', { ...gone, deployable: false }) },
      'redeploy-last-good',
      'a',
    ],
    [
      'old version quarantined, though healthy',
      { stable: aVersion('b', { quarantined: true }) },
      'redeploy-last-good',
      'a',
    ],
    [
      'the candidate posing as the old version',
      { stable: aVersion('c') },
      'redeploy-last-good',
      'a',
    ],
    ['no version before', { stable: undefined, older: [] }, 'page', undefined],
    [
      'every version dead or quarantined',
      {
        stable: aVersion('b', { quarantined: true }),
        older: [aVersion('a', { ...gone, deployable: false })],
      },
      'page',
      undefined,
    ],
    [
      'images that cannot be looked up',
      { stable: aVersion('b', { ...gone, deployable: null }), older: [] },
      'hold',
      undefined,
    ],
    ['going back forbidden once it served', { policy: { kind: 'forbidden' } }, 'page', undefined],
    [
      'going back forbidden, and a person decides',
      { policy: { kind: 'forbidden' }, cause: { kind: 'operator', reason: 'I know it works' } },
      'roll-back-now',
      'b',
    ],
    [
      'going back forbidden, share unknown',
      { policy: { kind: 'forbidden' }, weightPercent: null },
      'page',
      undefined,
    ],
    [
      'going back forbidden, but nobody was served',
      { policy: { kind: 'forbidden' }, weightPercent: 0, status: 'CHECKING' },
      'roll-back-now',
      'b',
    ],
    ['rolling, in the middle', { engine: 'rolling', status: 'PROMOTING' }, 'roll-back-now', 'b'],
    [
      'rolling, after the rollout',
      { engine: 'rolling', status: 'GUARDING' },
      'redeploy-last-good',
      'b',
    ],
    [
      'rolling, and the old image is gone',
      { engine: 'rolling', status: 'PROMOTING', stable: aVersion('b', { deployable: false }) },
      'redeploy-last-good',
      'a',
    ],
    ['a release that ended', { status: 'PROMOTED' }, 'ignore', undefined],
    ['a rollback under way', { status: 'ROLLING_BACK' }, 'ignore', undefined],
    ['nothing deployed yet', { status: 'QUEUED' }, 'ignore', undefined],
  ])('%s', (_case, options, kind, letter) => {
    const decision = decideRollback(aSituation(options));
    expect(decision.kind).toBe(kind);
    expect(
      'target' in decision && 'digest' in decision.target ? decision.target.digest : undefined,
    ).toBe(letter === undefined ? undefined : digest(letter));
    expect(decision.reason).not.toBe('');
  });

  it('steps down from the current weight only', () => {
    const decision = decideRollback(aSituation({ policy: gradual, weightPercent: 25 }));
    expect(decision).toHaveProperty('steps', [
      { weightPercent: 20, holdSeconds: 60 },
      { weightPercent: 10, holdSeconds: 60 },
      { weightPercent: 0, holdSeconds: 0 },
    ]);
  });

  it('lets the scheduler turn round instead of promising a warm fleet', () => {
    const decision = decideRollback(aSituation({ engine: 'rolling', status: 'PREPARING' }));
    expect(decision).toHaveProperty('target.kind', 'scheduler');
  });

  it('always gives the cause as its reason, so that on-call reads why', () => {
    fc.assert(
      fc.property(anySituation, (situation) => {
        const decision = decideRollback(situation);
        if (decision.kind !== 'ignore') expect(decision.reason).toContain(situation.cause.reason);
      }),
    );
  });

  it('never leads to the candidate, nor to what is quarantined or known to be dead', () => {
    fc.assert(
      fc.property(anySituation, (situation) => {
        const decision = decideRollback(situation);
        if (!('target' in decision) || !('digest' in decision.target)) return;
        const { kind, digest: chosen } = decision.target;
        const versions = [situation.stable, ...situation.older].filter((v) => v?.digest === chosen);
        expect(chosen).not.toBe(situation.candidateDigest);
        expect(versions.some((version) => version !== undefined && !version.quarantined)).toBe(
          true,
        );
        if (kind === 'warm') expect(situation.stable?.fleetHealthy).not.toBe(false);
        if (kind === 'redeploy') expect(versions.some((v) => v?.deployable === true)).toBe(true);
        if (kind === 'scheduler') expect(situation.stable?.deployable).not.toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('does something exactly while something is deployed', () => {
    fc.assert(
      fc.property(anySituation, (situation) => {
        const deployed = deployedStatuses.some((status) => status === situation.status);
        expect(decideRollback(situation).kind === 'ignore').toBe(!deployed);
      }),
    );
  });
});

const maybe = fc.constantFrom(true, false, null);
const anyVersion = (letters: readonly string[]): fc.Arbitrary<Version> =>
  fc.record({
    digest: fc.constantFrom(...letters.map(digest)),
    quarantined: fc.boolean(),
    fleetHealthy: maybe,
    deployable: maybe,
  });

const anySituation: fc.Arbitrary<Situation> = fc.record({
  status: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom<ReleaseStatus>(...deployedStatuses) },
    { weight: 1, arbitrary: fc.constantFrom(...(Object.keys(transitions) as ReleaseStatus[])) },
  ),
  engine: fc.constantFrom('codedeploy', 'codedeploy-overlay', 'rolling'),
  candidateDigest: fc.constant(digest('c')),
  candidateStarted: fc.boolean(),
  weightPercent: fc.option(fc.integer({ min: 0, max: 100 })),
  bakedSeconds: fc.integer({ min: 0, max: 1000 }),
  cause: fc.record({
    kind: fc.constantFrom(
      'breach',
      'inconclusive',
      'check-failed',
      'engine-failed',
      'lost',
      'operator',
    ),
    reason: fc.constant('the cause'),
  }),
  policy: fc.constantFrom<PlannedRollback>({ kind: 'immediate' }, gradual, { kind: 'forbidden' }),
  held: fc.boolean(),
  overdue: fc.boolean(),
  stable: fc.option(anyVersion(['b', 'c']), { nil: undefined }),
  older: fc.uniqueArray(anyVersion(['a', 'd', 'e']), { maxLength: 3, selector: (v) => v.digest }),
});

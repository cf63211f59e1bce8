import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dora } from '../../../core/dora/dora.ts';
import { spread } from '../../../core/dora/spread.ts';
import type { EventBody, ReleaseEvent } from '../../../core/release/event.ts';
import { badStory, goodStory, ledgerOf, received, second, story } from '../builders.ts';

const day = 86_400;
const period = { from: second(0), to: second(10 * day) };

interface LedgerOptions {
  readonly releaseId?: string;
  readonly service?: string;
  readonly start?: number;
  readonly committedAt?: string | null;
  readonly undoes?: string;
}

function aLedger(
  bodies: readonly EventBody[],
  { releaseId = 'r-1', service = 'auth-service', start = 0, undoes, ...rest }: LedgerOptions = {},
): readonly ReleaseEvent[] {
  const committedAt = rest.committedAt === undefined ? second(start - 600) : rest.committedAt;
  const beginning: EventBody = {
    ...received,
    service,
    artifact: { ...received.artifact, committedAt },
    ...(undoes === undefined
      ? {}
      : { trigger: { kind: 'rollback', ofReleaseId: undoes, reason: 'late breach' } }),
  };
  return ledgerOf([beginning, ...bodies], { releaseId, start });
}

describe('dora', () => {
  it('measures a promoted release from commit to production', () => {
    const { overall } = dora([aLedger(goodStory)], period);
    expect(overall).toEqual({
      deployments: 1,
      deploymentsPerDay: 0.1,
      leadTime: { count: 1, medianSeconds: 750, meanSeconds: 750, p90Seconds: 750 },
      leadTimesFromCommit: 1,
      changes: 1,
      failedChanges: 0,
      changeFailurePercent: 0,
      timeToRestore: null,
    });
  });

  it('falls back to the push, and says for how many it knew the commit', () => {
    const { overall } = dora([aLedger(goodStory, { committedAt: null })], period);
    expect(overall.leadTime?.medianSeconds).toBe(150);
    expect(overall.leadTimesFromCommit).toBe(0);
  });

  it('counts a rollback from users as a failed change, restored when the last user was gone', () => {
    const { overall } = dora([aLedger(badStory)], period);
    expect(overall).toMatchObject({ deployments: 0, changes: 1, failedChanges: 1 });
    expect(overall.changeFailurePercent).toBe(100);
    expect(overall.timeToRestore).toMatchObject({ count: 1, medianSeconds: 10 });
  });

  it('does not count what never reached a user of production', () => {
    const early = [...story.admitted, ...story.built, ...story.prepared, ...story.rolledBack];
    expect(dora([aLedger(early)], period).overall).toMatchObject({
      changes: 0,
      failedChanges: 0,
      changeFailurePercent: null,
      timeToRestore: null,
    });
  });

  it('does not count a failure in staging', () => {
    const staging = badStory.map((body) =>
      'environment' in body ? { ...body, environment: 'staging' } : body,
    );
    const environments = ['staging', 'production'];
    const [admitted, ...rest] = staging;
    const ledger = aLedger([{ ...admitted, environments } as EventBody, ...rest]);
    expect(dora([ledger], period).overall.changes).toBe(0);
  });

  it('takes a redeployment of the last good version for the repair of the release that it undoes', () => {
    const broken = aLedger(goodStory, { releaseId: 'r-1' });
    const repair = aLedger(goodStory, { releaseId: 'r-2', start: 1000, undoes: 'r-1' });
    expect(dora([broken, repair], period).overall).toMatchObject({
      deployments: 1,
      changes: 1,
      failedChanges: 1,
      // From the repair's reception until it served everybody.
      timeToRestore: { count: 1, medianSeconds: 130 },
    });
  });

  it('leaves an unfinished restore out instead of guessing its end', () => {
    const ledger = aLedger(badStory.slice(0, -2));
    expect(dora([ledger], period).overall).toMatchObject({ failedChanges: 1, timeToRestore: null });
  });

  it('looks at the period only, which includes its first moment and not its last', () => {
    const promotedAt = 150;
    const deploymentsIn = (from: number, to: number): number =>
      dora([aLedger(goodStory)], { from: second(from), to: second(to) }).overall.deployments;
    expect(deploymentsIn(promotedAt, promotedAt + 1)).toBe(1);
    expect(deploymentsIn(promotedAt + 1, day)).toBe(0);
    expect(deploymentsIn(0, promotedAt)).toBe(0);
    expect(dora([], { from: second(0), to: second(0) }).overall.deploymentsPerDay).toBe(0);
  });

  it('keeps services apart and adds them up overall', () => {
    const ledgers = [
      aLedger(goodStory, { service: 'user-service', releaseId: 'u-1' }),
      aLedger(goodStory, { service: 'auth-service', releaseId: 'a-1' }),
      aLedger(badStory, { service: 'auth-service', releaseId: 'a-2' }),
      [],
    ];
    const { overall, services } = dora(ledgers, period);
    expect(Object.keys(services)).toEqual(['auth-service', 'user-service']);
    expect(services['auth-service']?.changeFailurePercent).toBe(50);
    expect(services['user-service']?.changeFailurePercent).toBe(0);
    expect(overall).toMatchObject({ deployments: 2, changes: 3, failedChanges: 1 });
  });
});

describe('spread', () => {
  it.each([
    [[], null],
    [[7], { count: 1, medianSeconds: 7, meanSeconds: 7, p90Seconds: 7 }],
    [[4, 1, 3, 2], { count: 4, medianSeconds: 2, meanSeconds: 2.5, p90Seconds: 4 }],
    [
      [10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
      { count: 10, medianSeconds: 5, meanSeconds: 5.5, p90Seconds: 9 },
    ],
  ])('of %j is %j', (seconds, expected) => {
    expect(spread(seconds)).toEqual(expected);
  });

  it('lies between the smallest and the largest, in order, and changes nothing it was given', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1e6), { minLength: 1 }), (seconds) => {
        const given = [...seconds];
        const { medianSeconds = 0, p90Seconds = 0 } = spread(seconds) ?? {};
        expect(seconds).toEqual(given);
        expect(seconds).toContain(medianSeconds);
        expect(medianSeconds).toBeLessThanOrEqual(p90Seconds);
        expect(p90Seconds).toBeLessThanOrEqual(Math.max(...seconds));
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import type { Observer } from '../../rehearsal/observer.ts';
import type { World } from '../../rehearsal/world.ts';
import { expectCleanEnd } from './support/expect-clean-end.ts';
import { isBarred } from './support/is-barred.ts';
import { minutesBetween, rehearseShop } from './support/rehearse-shop.ts';

const bad = { version: 'v1.1.0-bad', behaviour: { errorRate: 0.2 } };

describe('a release whose execution dies in mid-canary', () => {
  it.each([
    ['release', /the execution of the release is ABORTED/],
    ['visit-environment', /by the scenario/],
    ['deploy-codedeploy', /by the scenario/],
    ['walk-phases', /by the scenario/],
  ])('is taken back when it is the machine %s', async (machine, reason) => {
    const rehearsed = await rehearseShop({
      actions: [{ at: '25m', do: 'kill-execution', machine }],
    });
    await expectCleanEnd(rehearsed);
    const { release, weights } = rehearsed;
    expect(release.outcome).toBe('ROLLED_BACK');
    expect(weights).toEqual([10, 0]);
    expect(release.reason).toMatch(reason);
    expect(minutesBetween('2027-01-11T09:31:00Z', release.trafficZeroAt)).toBeLessThan(2);
  });
});

describe('a rollback', () => {
  it.each(['rollback', 'settle-rollback'])(
    'is finished by the sweep when its machine %s dies',
    async (machine) => {
      const kill = { hook: 'execution', fault: 'killed', name: machine, times: 2, atEvent: 12 };
      const rehearsed = await rehearseShop({
        ...bad,
        timeline: [{ at: '0s', do: 'fault', for: '3h', fault: kill }],
      });
      await expectCleanEnd(rehearsed);
      expect(rehearsed.release.outcome).toBe('ROLLED_BACK');
      expect(rehearsed.weights).toEqual([10, 0]);
      // The first of them dies before anybody has decided, and takes the cause with it.
      expect(await isBarred(rehearsed)).toBe(machine === 'settle-rollback');
    },
  );

  it('takes the traffic away while the store is down, and is recorded when it is back', async () => {
    const rehearsed = await rehearseShop(bad, { prepare: loseTheStore });
    await expectCleanEnd(rehearsed);
    const { release, weights } = rehearsed;
    expect(release.outcome).toBe('ROLLED_BACK');
    expect(weights).toEqual([10, 0]);
    expect(minutesBetween(release.alarmAt, release.trafficZeroAt)).toBeLessThan(1);
    expect(minutesBetween(release.trafficZeroAt, release.finishedAt)).toBeGreaterThan(5);
  });
});

describe('scaling that cannot be let go', () => {
  it.each([
    ['a rollback', 'finishrollback', bad, 'ROLLED_BACK'],
    ['a promotion', 'finishenvironment', {}, 'PROMOTED'],
  ])('does not hold up %s: the sweep lets it go', async (_end, caller, version, outcome) => {
    const stuck = { hook: 'call', fault: 'error', operation: 'RegisterScalableTarget', caller };
    const usual = await rehearseShop({ ...version });
    const rehearsed = await rehearseShop({
      ...version,
      timeline: [{ at: '0s', do: 'fault', for: '8h', fault: stuck }],
    });
    expect(rehearsed.release.outcome).toBe(outcome);
    expect(
      Math.abs(minutesBetween(usual.release.finishedAt, rehearsed.release.finishedAt)),
    ).toBeLessThan(1.5);
    expect(failedCalls(rehearsed.world, caller).length / PLACES).toBeLessThanOrEqual(ATTEMPTS);
    const { clock, pump } = rehearsed.world.twin;
    await pump.run(clock.now() + THOROUGH_SWEEP_MS);
    await expectCleanEnd(rehearsed);
  });
});

describe('a release that has ended and could not leave its lane', () => {
  it('is out of it by the next sweep', async () => {
    const stuck = { hook: 'call', fault: 'error', operation: 'PutItem', caller: 'finishrelease' };
    const rehearsed = await rehearseShop({
      timeline: [{ at: '0s', do: 'fault', for: '5h', fault: stuck }],
    });
    const { release, world } = rehearsed;
    expect(release.outcome).toBe('PROMOTED');
    await expectCleanEnd(rehearsed);
    const endedAt = Date.parse(release.finishedAt ?? '');
    const freed = world.twin.trace.records().find(({ at, kind, detail }) => {
      const bySweep = kind === 'call' && String(detail['caller']).includes('sweepreleases');
      return at > endedAt && bySweep && detail['operation'] === 'PutItem';
    });
    expect(Number(freed?.at) - endedAt).toBeLessThan(70_000);
  });
});

const PLACES = 2;
/** Of one client for one call. */
const ATTEMPTS = 4;
const THOROUGH_SWEEP_MS = 6 * 60_000;

const failedCalls = ({ twin }: World, caller: string) =>
  twin.trace
    .records()
    .filter(
      ({ kind, detail }) =>
        kind === 'call' &&
        detail['operation'] === 'RegisterScalableTarget' &&
        detail['error'] !== undefined &&
        String(detail['caller']).includes(caller),
    );

/** From shortly after production's users come to the new version, for a quarter of an hour. */
function loseTheStore({ twin }: World, observer: Observer): void {
  let lost = false;
  observer.onShare(({ site, percents }) => {
    if (lost || site.environment !== 'production' || percents.b !== 10) return;
    lost = true;
    const fromMs = twin.clock.now() + 90_000;
    const until = { fromMs, untilMs: fromMs + 15 * 60_000 };
    const down = { hook: 'call', fault: 'error', service: 'dynamodb' } as const;
    twin.faults.add({ ...down, ...until, caller: 'role/Spillway-' });
  });
}

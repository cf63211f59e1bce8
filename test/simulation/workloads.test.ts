// A workload in small: what is played is judged, and what takes too long is noticed.
import { beforeAll, describe, expect, it } from 'vitest';
import { surroundingsOf } from '../../rehearsal/workloads/assembly.ts';
import { judgeFleet } from '../../rehearsal/workloads/judge.ts';
import { type Played, playFleet } from '../../rehearsal/workloads/play.ts';
import { playWorkload } from '../../rehearsal/workloads/report.ts';
import { push } from '../../rehearsal/workloads/workload.ts';

const MINUTE_MS = 60_000;

let two: Played;
beforeAll(async () => {
  const { assembly } = await surroundingsOf('crowd', 2);
  two = await playFleet({
    assembly,
    seed: 1,
    requestsPerSecond: 5,
    lookEveryMs: MINUTE_MS,
    strokesOf: () => [push(0, 'v1.1.0')],
  });
}, 10 * MINUTE_MS);

const broken = (played: Played, unloadedMs: number): readonly string[] =>
  judgeFleet(played.witnesses, unloadedMs).violations.map(({ invariant }) => invariant);

describe('a fleet', () => {
  it('is judged service by service, each by what was seen of it alone', () => {
    const { invariants, violations } = judgeFleet(two.witnesses, 25 * MINUTE_MS);
    expect(violations).toEqual([]);
    expect(invariants['I10']).toEqual({ checked: 2, violated: 0 });
    expect(invariants['I23b']).toEqual({ checked: 2, violated: 0 });
    expect(invariants['I4']?.checked).toBeGreaterThan(2);
  });

  it('is too slow where releases take longer than three times what one takes alone', () => {
    expect(broken(two, 5 * MINUTE_MS)).toEqual(['I23b', 'I23b']);
  });

  it('makes no progress where nothing is promoted for twice that time', () => {
    const [witness] = two.witnesses;
    if (witness === undefined) throw new Error('nobody was watched');
    const [first] = witness.pushes;
    if (first === undefined) throw new Error('nothing was pushed');
    const later = { ...first, version: 'v1.2.0', at: first.at + 120 * MINUTE_MS };
    const pushed = { ...witness, pushes: [first, later] };
    expect(judgeFleet([pushed], 25 * MINUTE_MS).violations).toContainEqual({
      service: 's001',
      environment: 'production',
      invariant: 'I23b',
      detail: expect.stringMatching(/^nothing was promoted for 9\d min$/),
    });
  });

  it('is measured against its limits', () => {
    const rules = two.apis.find(({ api }) => api === 'elasticloadbalancing');
    expect(rules).toMatchObject({ limit: { burst: 100, perSecond: 40 }, throttled: 0 });
    expect(rules?.peakPerSecond).toBeLessThan(40);
  });
});

describe('a workload', () => {
  it('tells how long it took against one release that is alone', async () => {
    const report = await playWorkload({
      name: 'one',
      services: 1,
      seed: 1,
      nowMs: () => 0,
      ...(await surroundingsOf('one', 1)),
    });
    expect(report).toMatchObject({ releases: 1, outcomes: { PROMOTED: 1 }, violations: [] });
    expect(report.finishedInSeconds).toBe(report.unloadedSeconds);
  });
});

import { describe, expect, it } from 'vitest';
import { expectCleanEnd } from './support/expect-clean-end.ts';
import { expectEstimate } from './support/expect-estimate.ts';
import { minutesBetween, rehearseShop, story } from './support/rehearse-shop.ts';

describe('a canary that behaves well', () => {
  it('is promoted by 10, 25, 50 and 100 %, a quarter of an hour each, as the ledger tells', async () => {
    const rehearsed = await rehearseShop('good');
    const { release, events, weights } = rehearsed;
    await expectCleanEnd(rehearsed);
    expect(release.outcome).toBe('PROMOTED');
    expect(release.badRequests).toBe(0);
    await expectEstimate(rehearsed);
    expect(weights).toEqual([10, 25, 50, 100]);
    const rises = [10, 25, 50, 100].map((wanted) =>
      release.weights.find((each) => each.environment === 'production' && each.weight === wanted),
    );
    for (const [index, rise] of rises.slice(1).entries()) {
      const minutes = minutesBetween(rises[index]?.at ?? null, rise?.at ?? null);
      expect(minutes).toBeGreaterThanOrEqual(15);
      expect(minutes).toBeLessThan(17);
    }
    expect(story(events).slice(0, 4)).toEqual([
      'release.received',
      'release.admitted',
      'release.started',
      'artifact.verified',
    ]);
    const baked = events.filter((event) => event.type === 'bake.judged' && event.complete);
    // Three phases and two guards: staging's, and production's at 100 %.
    expect(baked).toHaveLength(5);
  });
});

describe('a canary that goes bad', () => {
  it.each<[string, readonly number[], RegExp]>([
    ['bad-errors', [10, 0], /error rate (1\d|2\d)(\.\d+)? %, above 5 %/],
    ['slow', [10, 0], /latency.p95 [\d.]+ ms,? (is )?above 1000 ms/],
    ['leak', [10, 0], /memory (9\d|100)(\.\d+)? %,? (is )?above 90 %/],
    ['hot', [10, 25, 50, 0], /cpu (9\d|100)(\.\d+)? %,? (is )?above 90 %/i],
    ['bad-under-load', [10, 25, 50, 0], /error.rate [\d.]+ %/],
    ['slow-burn', [10, 25, 50, 100, 0], /error rate [\d.]+ %, above 5 %/],
  ])('%s is taken back after %j %%, and on-call reads why', async (name, expected, reason) => {
    const rehearsed = await rehearseShop(name);
    const { release, weights, report } = rehearsed;
    // In staging it was promoted, and there its tasks die of their memory one after the other.
    await expectCleanEnd(rehearsed, name === 'leak' ? { crashing: ['staging'] } : {});
    expect(release).toMatchObject({ outcome: 'ROLLED_BACK', environment: 'production' });
    expect(weights).toEqual(expected);
    expect(release.reason).toMatch(reason);
    const page = report.notices.find(
      ({ topic, subject }) => topic === 'on-call' && subject.startsWith('PROBLEM '),
    );
    expect(page?.subject).toMatch(/was rolled back in production: [a-zA-Z].* \d/);
  });
});

describe('a canary whose tasks crash', () => {
  it('is taken back at 10 %, while staging, where it was promoted, crashes on', async () => {
    const rehearsed = await rehearseShop('crash-in-canary');
    await expectCleanEnd(rehearsed, { crashing: ['staging'] });
    expect(rehearsed.release).toMatchObject({ outcome: 'ROLLED_BACK', environment: 'production' });
    expect(rehearsed.weights).toEqual([10, 0]);
    expect(rehearsed.release.reason).toMatch(/error.rate|failed.health.checks/);
  });
});

describe('a version that cannot even start', () => {
  it.each<[string, RegExp]>([
    ['failing-smoke', /health: \/ready answered 500, expected 200/],
    ['never-healthy', /failed health checks 4 in a row, above 3 in a row/],
    ['crash-loop', /failed.health.checks|error.rate|deployment/],
  ])('%s is stopped before any user of production sees it', async (name, reason) => {
    const rehearsed = await rehearseShop(name);
    const { release, weights } = rehearsed;
    await expectCleanEnd(rehearsed);
    expect(release).toMatchObject({ outcome: 'ROLLED_BACK', environment: 'staging' });
    expect(weights).toEqual([]);
    expect(release.reason).toMatch(reason);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { Assembly } from '../../twin/assembly/assembly.ts';
import { expectCleanEnd } from './support/expect-clean-end.ts';
import { oddAssembly } from './support/odd-services.ts';
import { type Rehearsed, rehearseShop } from './support/rehearse-shop.ts';

let assembly: Assembly;
beforeAll(async () => {
  assembly = await oddAssembly();
});

const quiet = { service: 'quiet-service', requestsPerSecond: 0, serving: {} };

const notes = ({ events }: Rehearsed): readonly string[] =>
  events.flatMap((event) => (event.type === 'note.added' ? [event.text] : []));

describe("a service without users that wants requests of Spillway's own", () => {
  it('is promoted on the evidence that they bring, and says so', async () => {
    const rehearsed = await rehearseShop(quiet, { assembly });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('PROMOTED');
    const [bake] = rehearsed.events.filter((event) => event.type === 'bake.judged');
    const rate = bake?.verdict.findings.find(({ metric }) => metric === 'error-rate');
    expect(rate).toMatchObject({ outcome: 'pass', value: 0 });
    expect(notes(rehearsed).join()).toMatch(
      /too little to judge production by \(.+\): Spillway sends requests to \/health/,
    );
  });

  it('is taken back when they are answered with errors, and no user was there to see them', async () => {
    const errors = { behaviour: { errorRate: 0.3 }, fromWeight: 50 };
    const rehearsed = await rehearseShop({ ...quiet, ...errors }, { assembly });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release).toMatchObject({ outcome: 'ROLLED_BACK', badRequests: 0 });
    expect(rehearsed.release.reason).toMatch(/error.rate [\d.]+ %/);
    expect(rehearsed.weights).toEqual([50, 0]);
  });

  it('gets none where users bring enough', async () => {
    const rehearsed = await rehearseShop({ ...quiet, requestsPerSecond: 20 }, { assembly });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('PROMOTED');
    expect(notes(rehearsed).filter((text) => text.includes('sends requests'))).toEqual([]);
  });
});

describe('a service that encrypts', () => {
  it('is checked behind its certificate, and serves those who come to its encrypted door', async () => {
    const rehearsed = await rehearseShop({ ...quiet, requestsPerSecond: 20 }, { assembly });
    expect(rehearsed.world.sites).toMatchObject([
      { testUrl: expect.stringMatching(/^https:.*:8443$/), tlsName: 'odd.example' },
    ]);
    expect(rehearsed.events).toContainEqual(
      expect.objectContaining({ type: 'check.passed', check: 'health' }),
    );
    expect(rehearsed.release.requests).toBeGreaterThan(10_000);
    expect(rehearsed.release.badRequests).toBe(0);
  });
});

describe('a check that keeps its own image', () => {
  it('runs as its family says', async () => {
    const rehearsed = await rehearseShop(
      { ...quiet, behaviour: { job: { seconds: 5, exitCode: 1 } }, fromWeight: 0 },
      { assembly },
    );
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('PROMOTED');
    const [probe] = rehearsed.events.filter(
      (event) => event.type === 'check.passed' && event.check === 'probe',
    );
    expect(probe).toMatchObject({ evidence: { taskDefinition: 'quiet-service-probe' } });
  });
});

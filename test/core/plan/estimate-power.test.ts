import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlan } from '../../../core/plan/create-plan.ts';
import {
  estimatePower,
  requestsToDetect,
  smallestDetectable,
} from '../../../core/plan/estimate-power.ts';
import { assumedContext } from '../../../core/plan/facts.ts';
import type { Workload } from '../../../core/plan/workload.ts';
import { createRandom } from '../../../twin/kernel/random.ts';
import { aSpec } from '../builders.ts';

const base = 0.01;

describe('requestsToDetect', () => {
  it('is what the formula gives by hand', () => {
    // Equal arms, 1 % against 2 %, pooled 1.5 %:
    // ((2.3263 sqrt(2 x 0.015 x 0.985) + 0.8416 sqrt(0.0196 + 0.0099)) / 0.01)^2
    // = ((2.3263 x 0.171901 + 0.8416 x 0.171756) / 0.01)^2 = (54.4455)^2
    expect(requestsToDetect({ share: 0.5, base, rate: 0.02 })).toBeCloseTo(2964.3, 1);
  });

  it('never trusts fewer than five expected errors', () => {
    expect(requestsToDetect({ share: 0.1, base: 0.000001, rate: 0.5 })).toBe(10);
  });

  it.each([
    ['no increase', base],
    ['more than everything', 1.1],
  ])('gives nothing for %s', (_case, rate) => {
    expect(requestsToDetect({ share: 0.1, base, rate })).toBeNull();
  });

  it('asks for fewer requests the worse the version is', () => {
    const anyRate = fc.double({ min: 0.011, max: 1, noNaN: true });
    const anyShare = fc.constantFrom(0.01, 0.1, 0.5, 0.9, 1);
    fc.assert(
      fc.property(anyRate, anyRate, anyShare, (a, b, share) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const forLow = requestsToDetect({ share, base, rate: low }) ?? 0;
        const forHigh = requestsToDetect({ share, base, rate: high }) ?? 0;
        expect(forHigh).toBeLessThanOrEqual(forLow * (1 + 1e-9));
      }),
    );
  });
});

describe('smallestDetectable', () => {
  it('is the rate that the requests are just enough for', () => {
    const anyRequests = fc.integer({ min: 20, max: 1_000_000 });
    fc.assert(
      fc.property(anyRequests, fc.constantFrom(0.1, 0.5, 1), (candidateRequests, share) => {
        const rate = smallestDetectable({ candidateRequests, share, base });
        if (rate === null) return;
        expect(requestsToDetect({ share, base, rate })).toBeLessThanOrEqual(
          candidateRequests * 1.000001,
        );
        const below = base + (rate - base) * 0.99;
        expect(requestsToDetect({ share, base, rate: below }) ?? Infinity).toBeGreaterThan(
          candidateRequests,
        );
      }),
    );
  });

  it('is nothing where not even total failure would be seen', () => {
    expect(smallestDetectable({ candidateRequests: 3, share: 0.1, base })).toBeNull();
  });

  it('is found in about 80 of 100 simulated phases, and blamed on a good version in about one', () => {
    const arms = { candidateRequests: 2000, share: 0.2, base };
    const rate = smallestDetectable(arms) ?? 1;
    const random = createRandom(42);
    expect(alarmShare(arms, rate, random)).toBeGreaterThan(0.72);
    expect(alarmShare(arms, rate, random)).toBeLessThan(0.88);
    expect(alarmShare(arms, base, random)).toBeLessThan(0.03);
  });
});

/** The test that the formula is about: pooled, one-sided, alpha 1 %, on simulated requests. */
function alarmShare(
  arms: { readonly candidateRequests: number; readonly share: number; readonly base: number },
  rate: number,
  random: { chance(probability: number): boolean },
): number {
  const n1 = arms.candidateRequests;
  const n0 = (n1 * (1 - arms.share)) / arms.share;
  const phases = 600;
  let alarms = 0;
  for (let phase = 0; phase < phases; phase += 1) {
    const bad1 = countBad(n1, rate, random);
    const bad0 = countBad(n0, arms.base, random);
    const pooled = (bad1 + bad0) / (n1 + n0);
    const error = Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n0));
    if ((bad1 / n1 - bad0 / n0) / error > 2.3263) alarms += 1;
  }
  return alarms / phases;
}

function countBad(requests: number, rate: number, random: { chance(p: number): boolean }): number {
  let bad = 0;
  for (let i = 0; i < requests; i += 1) if (random.chance(rate)) bad += 1;
  return bad;
}

describe('estimatePower', () => {
  const spec = aSpec();
  const result = createPlan(spec, assumedContext(spec));
  if (!result.planned) throw new Error('the standard canary is planned');
  const workload: Workload = {
    tasks: 2,
    vcpus: 1,
    memoryGb: 2,
    requestsPerSecond: 10,
    baseErrorRatePercent: 1,
  };
  const power = estimatePower(result.plan, { production: workload });

  it('says for each phase how many requests it sees and what they can show', () => {
    expect(
      power.map(({ weightPercent, candidateRequests }) => [weightPercent, candidateRequests]),
    ).toEqual([
      [10, 900],
      [25, 2250],
      [50, 4500],
      [100, 9000],
    ]);
    const detectable = power.map(
      ({ detectableErrorRatePercent }) => detectableErrorRatePercent ?? 100,
    );
    expect(detectable).toEqual([...detectable].sort((a, b) => b - a));
    expect(detectable.every((percent) => percent > 1)).toBe(true);
  });

  it('says how long a phase must be to see a doubling: then it sees one', () => {
    for (const { weightPercent, doublingSeconds } of power) {
      const share = weightPercent / 100;
      const candidateRequests = 10 * share * (doublingSeconds ?? 0);
      expect(smallestDetectable({ candidateRequests, share, base })).toBeCloseTo(0.02, 3);
    }
  });

  it('says that without traffic no bake is long enough', () => {
    const [first] = estimatePower(result.plan, {
      production: { ...workload, requestsPerSecond: 0 },
    });
    expect(first).toMatchObject({ detectableErrorRatePercent: null, doublingSeconds: null });
  });

  it('does not pretend that a rolling deployment has arms to compare', () => {
    const strategy = {
      kind: 'rolling',
      minimumHealthyPercent: 100,
      maximumPercent: 150,
      bakeSeconds: 900,
    } as const;
    const [environment] = spec.environments;
    if (environment === undefined) throw new Error('a spec has environments');
    const rolling = aSpec({ environments: [{ ...environment, strategy }] });
    const planned = createPlan(rolling, assumedContext(rolling));
    expect(planned.planned && estimatePower(planned.plan, { production: workload })).toMatchObject([
      { weightPercent: 100, candidateRequests: 9000 },
    ]);
  });
});

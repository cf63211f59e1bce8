import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trafficSteps } from '../../../../twin/services/codedeploy/traffic-steps.ts';

const linear = fc.record({
  linearPercentage: fc.integer({ min: 1, max: 99 }),
  linearInterval: fc.integer({ min: 1, max: 2880 }),
});

describe('the steps of a configuration', () => {
  it('rise to 100 in equal parts, and hold equally long, when it is linear', () => {
    fc.assert(
      fc.property(linear, (timeBasedLinear) => {
        const steps = trafficSteps({ type: 'TimeBasedLinear', timeBasedLinear });
        const weights = steps.map(({ greenPercent }) => greenPercent);
        expect(weights.at(-1)).toBe(100);
        expect(weights.every((weight, index) => weight > (weights[index - 1] ?? 0))).toBe(true);
        for (const [index, weight] of weights.slice(0, -1).entries())
          expect(weight).toBe((index + 1) * timeBasedLinear.linearPercentage);
        expect(steps.slice(0, -1).every(({ holdMs }) => holdMs === steps[0]?.holdMs)).toBe(true);
        expect(steps.at(-1)?.holdMs).toBe(0);
      }),
    );
  });

  it('are two when it is a canary', () => {
    const timeBasedCanary = { canaryPercentage: 10, canaryInterval: 5 };
    expect(trafficSteps({ type: 'TimeBasedCanary', timeBasedCanary })).toEqual([
      { greenPercent: 10, holdMs: 300_000 },
      { greenPercent: 100, holdMs: 0 },
    ]);
  });

  it.each([undefined, { type: 'AllAtOnce' as const }])('are one for %j', (config) => {
    expect(trafficSteps(config)).toEqual([{ greenPercent: 100, holdMs: 0 }]);
  });
});

import { describe, expect, it } from 'vitest';
import { shopSpecs } from '../../examples/shop/shop.ts';
import { termsOf } from '../../rehearsal/campaign/terms.ts';

const MINUTE_MS = 60_000;

const terms = (service: string, environment = 'production') => {
  const spec = shopSpecs().find((each) => each.service === service);
  if (spec === undefined) throw new Error(`the shop has no ${service}`);
  return termsOf(spec, environment);
};

describe('what laws measure a place by', () => {
  it('are the phases of a canary, its way back and its guard', () => {
    const { phases, wayDown, stepMs, guardMs, isLast } = terms('order-service');
    expect(phases.map(({ weight, bakeMs }) => [weight, bakeMs / MINUTE_MS])).toEqual([
      [10, 60],
      [25, 15],
      [50, 15],
      [100, 15],
    ]);
    expect(wayDown).toEqual([25, 10, 0]);
    expect(stepMs).toBe(MINUTE_MS);
    expect(guardMs).toBe(120 * MINUTE_MS);
    expect(isLast).toBe(true);
  });

  it('is one step where everybody moves at once, and a release goes on from there', () => {
    const { phases, wayDown, stepMs, guardMs, isLast } = terms('auth-service', 'staging');
    expect(phases).toEqual([{ weight: 100, bakeMs: 5 * MINUTE_MS }]);
    expect(wayDown).toEqual([0]);
    expect(stepMs).toBe(0);
    expect(guardMs).toBe(5 * MINUTE_MS);
    expect(isLast).toBe(false);
  });

  it('are enough tasks where they are replaced one by one', () => {
    expect(terms('product-service').servingPercentMin).toBe(100);
    expect(terms('user-service').servingPercentMin).toBeUndefined();
  });

  it('is nothing where the service does not run', () => {
    expect(() => terms('auth-service', 'moon')).toThrow('auth-service has no environment moon');
  });
});

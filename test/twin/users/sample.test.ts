import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../twin/kernel/random.ts';
import { drawLatencies } from '../../../twin/users/latency.ts';
import { binomial, poisson, split } from '../../../twin/users/sample.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const DRAWS = 4000;

function moments(draw: () => number): { mean: number; variance: number } {
  const drawn = Array.from({ length: DRAWS }, draw);
  const mean = drawn.reduce((a, b) => a + b, 0) / DRAWS;
  return { mean, variance: drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / DRAWS };
}

describe('poisson', () => {
  it.each([0.1, 3, 19.9, 20.1, 1000])('has mean and variance %d', (expected) => {
    const random = createRandom(1);
    const { mean, variance } = moments(() => poisson(random, expected));
    expect(mean / expected).toBeCloseTo(1, 0.9);
    expect(variance / expected).toBeCloseTo(1, 0.7);
  });

  it('of nothing is nothing', () => {
    expect(poisson(createRandom(1), 0)).toBe(0);
  });
});

describe('binomial', () => {
  it.each([
    [10, 0.5],
    [100, 0.01],
    [40, 0.5],
    [1000, 0.0199],
    [1000, 0.03],
    [1000, 0.9],
    [100_000, 0.5],
  ])('of %i attempts at %d has the right mean and variance', (attempts, probability) => {
    const random = createRandom(2);
    const { mean, variance } = moments(() => binomial(random, attempts, probability));
    const expected = attempts * probability;
    expect(mean / expected).toBeCloseTo(1, 0.9);
    expect(variance / (expected * (1 - probability))).toBeCloseTo(1, 0.7);
  });

  it('lies between nothing and all', () => {
    fc.assert(
      fc.property(seeds, fc.nat(5000), fc.double({ min: 0, max: 1, noNaN: true }), (seed, n, p) => {
        const drawn = binomial(createRandom(seed), n, p);
        expect(Number.isInteger(drawn)).toBe(true);
        expect(drawn).toBeGreaterThanOrEqual(0);
        expect(drawn).toBeLessThanOrEqual(n);
      }),
    );
  });
});

describe('split', () => {
  it('loses nothing', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(seeds, fc.nat(5000), weights, (seed, count, parts) => {
        const total = parts.reduce((a, b) => a + b, 0);
        const drawn = split(
          createRandom(seed),
          count,
          parts.map((part) => part / total),
        );
        expect(drawn.reduce((a, b) => a + b, 0)).toBe(count);
        expect(drawn.every((each) => each >= 0)).toBe(true);
      }),
    );
  });

  it('gives to each its share', () => {
    const [small = 0, large = 0] = split(createRandom(3), 100_000, [0.1, 0.9]);
    expect(small / (small + large)).toBeCloseTo(0.1, 2);
  });
});

describe('drawLatencies', () => {
  it.each([0.5, 0.95, 0.99])(
    'has the quantile %d of the log-normal that was asked for',
    (share) => {
      const spread = { median: 100, p99: 1000 };
      const drawn = drawLatencies(createRandom(4), 100_000, spread);
      let left = share * 100_000;
      let quantile = 0;
      for (const { value, count } of drawn) {
        if (left > 0) quantile = value;
        left -= count;
      }
      const sigma = Math.log(10) / 2.3263;
      const z = { 0.5: 0, 0.95: 1.6449, 0.99: 2.3263 }[share] ?? 0;
      expect(quantile / (100 * Math.exp(sigma * z))).toBeGreaterThan(0.85);
      expect(quantile / (100 * Math.exp(sigma * z))).toBeLessThan(1.15);
    },
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createIds } from '../../../twin/kernel/ids.ts';
import { createRandom, type Random } from '../../../twin/kernel/random.ts';

const draws = (random: Random, count = 20) => Array.from({ length: count }, () => random.next());
const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const name = fc.string({ maxLength: 12 });

describe('a stream', () => {
  test('is the same for the same seed, and another for another', () => {
    fc.assert(
      fc.property(seed, (value) => {
        expect(draws(createRandom(value))).toEqual(draws(createRandom(value)));
        expect(draws(createRandom(value))).not.toEqual(draws(createRandom(value + 1)));
      }),
    );
  });

  test('is uniform enough for a simulation', () => {
    const values = draws(createRandom(7), 20_000);
    const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.01);
    expect(values.every((each) => each >= 0 && each < 1)).toBe(true);
  });

  test('gives log-normal values by median and 99th percentile', () => {
    const random = createRandom(7);
    const values = Array.from({ length: 20_000 }, () => random.logNormal(40, 800)).sort(
      (a, b) => a - b,
    );
    expect(values[10_000]).toBeGreaterThan(38);
    expect(values[10_000]).toBeLessThan(42);
    expect(values[19_800]).toBeGreaterThan(700);
    expect(values[19_800]).toBeLessThan(900);
  });
});

describe('a fork', () => {
  test('depends on seed and name alone: draws elsewhere move nothing', () => {
    fc.assert(
      fc.property(seed, name, fc.nat(10), (value, forkName, drawn) => {
        const parent = createRandom(value);
        draws(parent, drawn);
        draws(parent.fork('another'), drawn);
        expect(draws(parent.fork(forkName))).toEqual(draws(createRandom(value).fork(forkName)));
      }),
    );
  });

  test('leaves its parent as it was', () => {
    fc.assert(
      fc.property(seed, name, (value, forkName) => {
        const parent = createRandom(value);
        draws(parent.fork(forkName));
        expect(draws(parent)).toEqual(draws(createRandom(value)));
      }),
    );
  });

  test('of another name is another stream', () => {
    fc.assert(
      fc.property(seed, name, name, (value, one, other) => {
        fc.pre(one !== other);
        const parent = createRandom(value);
        expect(draws(parent.fork(one))).not.toEqual(draws(parent.fork(other)));
      }),
    );
  });
});

test('ids have the shapes of AWS', () => {
  const ids = createIds(createRandom(1));
  for (let count = 0; count < 200; count += 1) {
    expect(ids.uuid()).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(ids.hex(17)).toMatch(/^[0-9a-f]{17}$/);
    expect(ids.alphanumeric(9)).toMatch(/^[A-Z0-9]{9}$/);
  }
});

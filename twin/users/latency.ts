// Latencies of many requests as a small histogram: drawing each one would cost too much.
import type { Random } from '../kernel/random.ts';
import type { Spread } from './behaviour.ts';
import { split } from './sample.ts';

export interface LatencyCount {
  /** Milliseconds. */
  readonly value: number;
  readonly count: number;
}

/** Slices of the normal distribution, finer towards the tail: probability, and the quantile in their middle. */
const SLICES: readonly (readonly [probability: number, quantile: number])[] = [
  [0.1, -1.6449],
  [0.1, -1.0364],
  [0.1, -0.6745],
  [0.1, -0.3853],
  [0.1, -0.1257],
  [0.1, 0.1257],
  [0.1, 0.3853],
  [0.1, 0.6745],
  [0.1, 1.0364],
  [0.02, 1.3408],
  [0.02, 1.4758],
  [0.02, 1.6449],
  [0.01, 1.8119],
  [0.01, 1.96],
  [0.005, 2.1084],
  [0.005, 2.2414],
  [0.005, 2.4324],
  [0.004, 2.7478],
  [0.001, 3.2905],
];
const PROBABILITIES = SLICES.map(([probability]) => probability);
const Z_99 = 2.3263478740408408;

export function drawLatencies(random: Random, count: number, spread: Spread): LatencyCount[] {
  const values = valuesOf(spread);
  return split(random, count, PROBABILITIES).flatMap((drawn, index) => {
    const value = values[index];
    return drawn === 0 || value === undefined ? [] : [{ value, count: drawn }];
  });
}

const known = new WeakMap<Spread, readonly number[]>();

function valuesOf(spread: Spread): readonly number[] {
  const values = known.get(spread) ?? computeValues(spread);
  known.set(spread, values);
  return values;
}

function computeValues({ median, p99 }: Spread): readonly number[] {
  const sigma = Math.log(Math.max(1, p99 / median)) / Z_99;
  // Rounded, so that equal latencies of many slices of time add up to one entry.
  return SLICES.map(([, quantile]) => Math.round(median * Math.exp(sigma * quantile) * 10) / 10);
}

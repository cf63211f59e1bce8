// Draws from the distributions of which traffic is made. Exact where counts are small, normal where they are large.
import type { Random } from '../kernel/random.ts';

/** Above this the normal approximation is good, and inversion would lose precision. */
const LARGE = 20;
/** Below this the tail of a distribution counts for nothing. Below LARGE, no distribution begins so low. */
const NEGLIGIBLE = 1e-15;

/** How many of the events happen that are expected so often. */
export function poisson(random: Random, mean: number): number {
  if (mean <= 0) return 0;
  if (mean > LARGE) return Math.max(0, Math.round(random.normal(mean, Math.sqrt(mean))));
  return invert(random, { first: Math.exp(-mean), factor: mean, attempts: undefined });
}

/** How many of so many attempts succeed. */
export function binomial(random: Random, attempts: number, probability: number): number {
  if (attempts <= 0 || probability <= 0) return 0;
  if (probability >= 1) return attempts;
  if (probability > 0.5) return attempts - binomial(random, attempts, 1 - probability);
  const mean = attempts * probability;
  const odds = probability / (1 - probability);
  const count =
    mean > LARGE
      ? Math.round(random.normal(mean, Math.sqrt(mean * (1 - probability))))
      : invert(random, { first: (1 - probability) ** attempts, factor: odds, attempts });
  return Math.min(attempts, Math.max(0, count));
}

/** Deals a count out to shares that sum up to 1. */
export function split(random: Random, count: number, shares: readonly number[]): number[] {
  let left = count;
  let rest = 1;
  return shares.map((share, index) => {
    const drawn =
      index === shares.length - 1 ? left : binomial(random, left, Math.min(1, share / rest));
    left -= drawn;
    rest = Math.max(Number.EPSILON, rest - share);
    return drawn;
  });
}

/**
 * Walks up the distribution until a uniform draw is used up. Each probability is the one before, times
 * the factor, times the attempts that are left (where they are limited), by the count.
 */
function invert(
  random: Random,
  of: { first: number; factor: number; attempts: number | undefined },
): number {
  let left = random.next();
  let probability = of.first;
  let count = 0;
  while (left > probability && probability > NEGLIGIBLE) {
    left -= probability;
    count += 1;
    const attemptsLeft = of.attempts === undefined ? 1 : of.attempts - count + 1;
    probability *= (of.factor * attemptsLeft) / count;
  }
  return count;
}

/** How users' requests are shared between two fleets: whole per cents that always sum to 100. */
import { assert } from '../assert.ts';

export interface Split {
  readonly stablePercent: number;
  readonly candidatePercent: number;
}

/** One target group in a listener's forward action. ELB weights are relative, 0 to 999. */
export interface WeightedGroup {
  readonly targetGroupArn: string;
  readonly weight: number;
}

export function splitAt(candidatePercent: number): Split {
  assert(
    Number.isInteger(candidatePercent) && candidatePercent >= 0 && candidatePercent <= 100,
    'a weight is a whole per cent from 0 to 100',
  );
  return { candidatePercent, stablePercent: 100 - candidatePercent };
}

/**
 * Relative weights as whole per cents. The remainder goes to the largest fractions, ties to the first,
 * so the sum is exactly 100. Undefined where nothing has weight: such an action serves nobody.
 */
export function toPercents(groups: readonly WeightedGroup[]): readonly number[] | undefined {
  const total = groups.reduce((sum, { weight }) => sum + weight, 0);
  if (total <= 0) return undefined;
  const exact = groups.map(({ weight }) => (weight * 100) / total);
  const missing = 100 - exact.reduce((sum, share) => sum + Math.floor(share), 0);
  const roundedUp = exact
    .map((share, index) => ({ index, fraction: share - Math.floor(share) }))
    .sort((a, b) => b.fraction - a.fraction || a.index - b.index)
    .slice(0, missing);
  return exact.map(
    (share, index) => Math.floor(share) + (roundedUp.some((up) => up.index === index) ? 1 : 0),
  );
}

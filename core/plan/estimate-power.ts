/**
 * Power preflight: what a phase can see at all, given the traffic. A canary that cannot see a doubling of
 * errors is theatre, and people should know before they wait for it.
 *
 * One-sided comparison of two proportions in normal approximation (Fleiss, Levin, Paik, "Statistical
 * Methods for Rates and Proportions", 3rd edition, section 4.2): with n1 candidate and n0 stable requests
 * an error rate p1 above p0 is found with the wanted power when
 *
 *   (p1 - p0) >= z(alpha) sqrt(p q (1/n1 + 1/n0)) + z(power) sqrt(p1 q1 / n1 + p0 q0 / n0)
 *
 * where p is the pooled rate (n1 p1 + n0 p0) / (n1 + n0) and q = 1 - p. At 100 % nothing is left to
 * compare with, and the base rate is taken as known (n0 infinite, pooled rate p0; section 2.3). Below
 * five expected errors the approximation is worth nothing, so fewer never count as seen.
 */
import type { Plan } from './plan.ts';
import { type Workload, type Workloads, workloadOf } from './workload.ts';

export interface PhasePower {
  readonly environment: string;
  readonly weightPercent: number;
  readonly bakeSeconds: number;
  /** That the candidate is expected to answer in this bake. */
  readonly candidateRequests: number;
  readonly baseErrorRatePercent: number;
  /** The smallest error rate that is found in 80 of 100 cases; null where not even 100 % would be. */
  readonly detectableErrorRatePercent: number | null;
  /** How long the bake would have to be to find a doubling; null where no bake is long enough. */
  readonly doublingSeconds: number | null;
}

/** z(0.99), one-sided: a good version is blamed once in a hundred phases. */
const zAlpha = 2.3263478740408408;
/** z(0.80). */
const zPower = 0.8416212335729143;
const expectedErrorsMin = 5;

export function estimatePower(plan: Plan, workloads: Workloads): readonly PhasePower[] {
  return plan.environments.flatMap(({ name, engine, phases }) =>
    phases.map(({ weightPercent, bakeSeconds }) => {
      // A rolling deployment has no share to compare: both versions are behind one target group.
      const share = engine.kind === 'rolling' ? 1 : weightPercent / 100;
      return phasePower(name, share, bakeSeconds, workloadOf(workloads, name));
    }),
  );
}

function phasePower(
  environment: string,
  share: number,
  bakeSeconds: number,
  { requestsPerSecond, baseErrorRatePercent }: Workload,
): PhasePower {
  const candidateRequests = requestsPerSecond * share * bakeSeconds;
  const base = baseErrorRatePercent / 100;
  const detectable = smallestDetectable({ candidateRequests, share, base });
  const doublingRequests = requestsToDetect({ share, base, rate: 2 * base });
  const candidatePerSecond = requestsPerSecond * share;
  return {
    environment,
    weightPercent: Math.round(share * 100),
    bakeSeconds,
    candidateRequests,
    baseErrorRatePercent,
    detectableErrorRatePercent: detectable === null ? null : detectable * 100,
    doublingSeconds:
      doublingRequests === null || candidatePerSecond === 0
        ? null
        : Math.ceil(doublingRequests / candidatePerSecond),
  };
}

interface Arms {
  readonly share: number;
  /** Error rate of the stable version, as a ratio. */
  readonly base: number;
}

/** Needed requests fall as the rate grows, so the smallest detectable rate is found by halving. */
export function smallestDetectable(
  arms: Arms & { readonly candidateRequests: number },
): number | null {
  const isSeen = (rate: number): boolean => {
    const needed = requestsToDetect({ ...arms, rate });
    return needed !== null && needed <= arms.candidateRequests;
  };
  if (!isSeen(1)) return null;
  let [unseen, seen] = [arms.base, 1];
  for (let step = 0; step < 60; step += 1) {
    const middle = (unseen + seen) / 2;
    if (isSeen(middle)) seen = middle;
    else unseen = middle;
  }
  return seen;
}

/** The formula above, solved for n1 with n0 = n1 (1 - share) / share. */
export function requestsToDetect({
  share,
  base,
  rate,
}: Arms & { readonly rate: number }): number | null {
  if (rate <= base || rate > 1) return null;
  const spread =
    alphaSpread({ share, base, rate }) * zAlpha + powerSpread({ share, base, rate }) * zPower;
  return Math.max((spread / (rate - base)) ** 2, expectedErrorsMin / rate);
}

function alphaSpread({ share, base, rate }: Arms & { readonly rate: number }): number {
  const pooled = share === 1 ? base : share * rate + (1 - share) * base;
  return Math.sqrt(variance(pooled) * (1 + stableFactor(share)));
}

function powerSpread({ share, base, rate }: Arms & { readonly rate: number }): number {
  return Math.sqrt(variance(rate) + variance(base) * stableFactor(share));
}

/** n1 / n0: what the stable arm adds to the variance. None where there is no stable arm. */
function stableFactor(share: number): number {
  return share === 1 ? 0 : share / (1 - share);
}

function variance(ratio: number): number {
  return ratio * (1 - ratio);
}

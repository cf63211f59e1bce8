/** When a bake is over: its time AND its evidence. What is unknown at the end is held, then rolled back. */
import { type Instant, secondsBetween } from '../contract/instant.ts';
import type { PlannedPhase } from '../plan/plan.ts';
import type { NoTraffic } from '../spec/spec.ts';
import { quantity } from './quantity.ts';
import type { Verdict } from './verdict.ts';

export interface BakeLook {
  readonly phase: Pick<PlannedPhase, 'bakeSeconds' | 'requestsMin' | 'timeoutSeconds'>;
  readonly noTraffic: NoTraffic;
  readonly verdict: Verdict;
  /** Served by the candidate since the weight was verified; null when it could not be read. */
  readonly requests: number | null;
  readonly verifiedAt: Instant;
  readonly now: Instant;
  /** An operator's pause stops the rise, and the phase's timeout with it; never a rollback. */
  readonly held: boolean;
  /** An operator does not want to wait: neither for the time nor for the requests, but for a pass. */
  readonly shortened: boolean;
}

export type BakeDecision =
  | { readonly kind: 'complete'; readonly reason: string }
  | {
      readonly kind: 'keep-baking';
      readonly reason: string;
      /** Send synthetic requests to the candidate: the policy asks for it and traffic is thin. */
      readonly synthesise: boolean;
    }
  | { readonly kind: 'roll-back'; readonly reason: string };

export function decideBake(look: BakeLook): BakeDecision {
  const { phase, verdict } = look;
  const elapsedSeconds = secondsBetween(look.verifiedAt, look.now);
  if (verdict.outcome === 'fail') return { kind: 'roll-back', reason: verdict.reason };

  const missing = missingEvidence(look, elapsedSeconds);
  if (look.held) return keepBaking(look, 'held by an operator');
  if (missing === undefined) return { kind: 'complete', reason: verdict.reason };
  if (elapsedSeconds < phase.timeoutSeconds) return keepBaking(look, missing);
  return {
    kind: 'roll-back',
    reason: `still inconclusive after ${elapsedSeconds} s (limit ${phase.timeoutSeconds} s): ${missing}`,
  };
}

function missingEvidence(look: BakeLook, elapsedSeconds: number): string | undefined {
  const { phase, verdict, requests } = look;
  if (elapsedSeconds < phase.bakeSeconds && !look.shortened) {
    return `baked ${elapsedSeconds} of ${phase.bakeSeconds} s`;
  }
  if (verdict.outcome !== 'pass') return verdict.reason;
  if (phase.requestsMin === 0 || look.shortened) return undefined;
  if (requests === null) return 'the number of requests could not be read';
  if (requests >= phase.requestsMin) return undefined;
  return `${quantity(requests, 'requests')} of the ${phase.requestsMin} that this phase needs`;
}

function keepBaking(look: BakeLook, reason: string): BakeDecision {
  const thin = look.verdict.outcome === 'inconclusive' || isBelow(look);
  return { kind: 'keep-baking', reason, synthesise: look.noTraffic === 'synthetic' && thin };
}

function isBelow({ requests, phase }: BakeLook): boolean {
  return requests !== null && requests < phase.requestsMin;
}

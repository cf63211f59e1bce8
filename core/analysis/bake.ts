/** When a bake is over: its time AND its evidence. What is unknown at the end is held, then rolled back. */
import { type Instant, secondsBetween } from '../contract/instant.ts';
import { detectionSecondsMin } from '../limits.ts';
import type { PlannedPhase } from '../plan/plan.ts';
import type { NoTraffic } from '../spec/spec.ts';
import { quantity } from './quantity.ts';
import type { Metric } from './threshold.ts';
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
      /** Why to send requests to the candidate: traffic is thin, and the policy asks for it. Empty: send none. */
      readonly synthesise: string;
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
  const synthesise = look.noTraffic === 'synthetic' ? whyThin(look) : '';
  return { kind: 'keep-baking', reason, synthesise };
}

/** What requests can tell. Tasks have processors and memory without them. */
const ofRequests: readonly string[] = ['error-rate', 'latency-p95'] satisfies readonly Metric[];

/** What the first minutes brought can only be read later: until then nothing is known of the traffic. */
function whyThin({ verdict, requests, phase, verifiedAt, now }: BakeLook): string {
  const elapsedSeconds = secondsBetween(verifiedAt, now);
  if (elapsedSeconds < detectionSecondsMin) return '';
  const unclear = verdict.findings.filter(
    ({ metric, outcome }) => ofRequests.includes(metric) && outcome === 'inconclusive',
  );
  if (unclear.length > 0) return unclear.map(({ reason }) => reason).join('; ');
  // Enough is what leads to the wanted number by the end of the bake.
  const wanted = phase.requestsMin * Math.min(1, elapsedSeconds / phase.bakeSeconds);
  if (requests === null || requests >= wanted) return '';
  return `${quantity(requests, 'requests')}, on the way to ${phase.requestsMin}`;
}

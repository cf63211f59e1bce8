/** Whether the gates before an environment or a phase are open, and if not, why and how long to wait. */
import { type Instant, secondsBetween } from '../contract/instant.ts';
import type { PlannedGate } from '../plan/plan.ts';
import type { Approval, Hold } from '../release/record.ts';
import { windowOpensIn } from './window.ts';

export interface GateFacts {
  readonly environment: string;
  readonly phase: number | null;
  /** Since when the gates have been asked. */
  readonly since: Instant;
  readonly now: Instant;
  readonly hold: Hold | null;
  readonly approvals: readonly Approval[];
  /** Why everything, the service or the environment is frozen; null where nothing is. */
  readonly freeze: string | null;
  /** When the environment before was promoted; null where it was not, or there is none. */
  readonly promotedBeforeAt: Instant | null;
  /** Services that this one needs and that do not serve a version it can talk to. */
  readonly unmet: readonly string[];
}

export type GateAssessment =
  | { readonly kind: 'open'; readonly passed: readonly string[] }
  | {
      readonly kind: 'closed';
      readonly gate: string;
      readonly reason: string;
      /** Look again then, unless somebody wakes the release before. */
      readonly waitSeconds: number;
      /** When waiting any longer is refused. */
      readonly expiresInSeconds: number;
    }
  | { readonly kind: 'expired'; readonly gate: string; readonly reason: string };

/**
 * A decision wakes the release at once; looks are for what nobody tells. They become rarer the longer it
 * waits, because each of them is a dozen of the 25,000 events that an execution may have, and a gate may
 * be closed for a week. A candidate that has users is judged at each look, so there they stay frequent.
 */
const lookAgainSecondsMin = 60;
const lookAgainSecondsMax = { beforeEnvironment: 3600, betweenPhases: 300 } as const;
/** Dependencies and pauses wait as long as a freeze may. */
const openEndedSeconds = 7 * 24 * 3600;

export function assessGates(gates: readonly PlannedGate[], facts: GateFacts): GateAssessment {
  const waitedSeconds = Math.floor(secondsBetween(facts.since, facts.now));
  const lookAgainSeconds = nextLook(waitedSeconds, facts.phase);
  const asked = { ...facts, lookAgainSeconds };
  const blockers = [...alwaysAsked(asked), ...gates.map((gate) => ask(gate, asked))];
  const closed = blockers.find(({ reason }) => reason !== null);
  if (closed === undefined || closed.reason === null) {
    return { kind: 'open', passed: blockers.map(({ gate }) => gate) };
  }
  const { gate, reason, timeoutSeconds } = closed;
  if (waitedSeconds >= timeoutSeconds) {
    return { kind: 'expired', gate, reason: `${reason}; waited ${waitedSeconds} s` };
  }
  const waitSeconds = Math.max(1, Math.min(closed.waitSeconds, timeoutSeconds - waitedSeconds));
  return {
    kind: 'closed',
    gate,
    reason,
    waitSeconds,
    expiresInSeconds: timeoutSeconds - waitedSeconds,
  };
}

/**
 * Whose gates are open still waits for its turn where many begin at once: what they all ask of AWS comes out of
 * one budget, and what takes users away from a bad version must find some of it left.
 */
export function awaitTurn(opened: GateAssessment, waitMs: number): GateAssessment {
  const waitSeconds = Math.ceil(waitMs / 1000);
  if (opened.kind !== 'open' || waitSeconds <= atOnceSeconds) return opened;
  return {
    kind: 'closed',
    gate: 'turn',
    reason: `many releases begin; its turn comes in ${waitSeconds} s`,
    waitSeconds,
    expiresInSeconds: waitSeconds,
  };
}

/** Not worth a wait. */
const atOnceSeconds = 1;

function nextLook(waitedSeconds: number, phase: number | null): number {
  const { beforeEnvironment, betweenPhases } = lookAgainSecondsMax;
  const atMost = phase === null ? beforeEnvironment : betweenPhases;
  return Math.min(atMost, Math.max(lookAgainSecondsMin, Math.floor(waitedSeconds / 10)));
}

interface Asked extends GateFacts {
  readonly lookAgainSeconds: number;
}

interface Answer {
  readonly gate: string;
  /** Null: open. */
  readonly reason: string | null;
  readonly waitSeconds: number;
  readonly timeoutSeconds: number;
}

function alwaysAsked({ hold, unmet, lookAgainSeconds }: Asked): readonly Answer[] {
  const answer = (gate: string, reason: string | null): Answer => ({
    gate,
    reason,
    waitSeconds: lookAgainSeconds,
    timeoutSeconds: openEndedSeconds,
  });
  return [
    answer('hold', hold === null ? null : `held by ${hold.by}: ${hold.reason}`),
    answer('dependencies', unmet.length === 0 ? null : unmet.join('; ')),
  ];
}

function ask(gate: PlannedGate, facts: Asked): Answer {
  const answer = (reason: string | null, waitSeconds = facts.lookAgainSeconds): Answer => ({
    gate: gate.kind,
    reason,
    waitSeconds,
    timeoutSeconds: gate.timeoutSeconds,
  });
  switch (gate.kind) {
    case 'freeze':
      return answer(facts.freeze === null ? null : `frozen: ${facts.freeze}`);
    case 'approval':
      return answer(isApproved(facts) ? null : 'waits for an approval');
    case 'window': {
      const opensIn = windowOpensIn(gate, facts.now);
      return answer(opensIn === 0 ? null : 'outside its window', opensIn);
    }
    case 'soak':
      return answer(...soak(gate.durationSeconds, facts));
  }
}

const isApproved = ({ approvals, environment, phase }: GateFacts): boolean =>
  approvals.some((given) => given.environment === environment && given.phase === phase);

function soak(
  wantedSeconds: number,
  { promotedBeforeAt, now, lookAgainSeconds }: Asked,
): [string | null, number] {
  if (promotedBeforeAt === null)
    return ['the environment before was not promoted', lookAgainSeconds];
  const missing = wantedSeconds - secondsBetween(promotedBeforeAt, now);
  return missing <= 0 ? [null, 0] : [`soaks ${Math.ceil(missing)} s more`, Math.ceil(missing)];
}

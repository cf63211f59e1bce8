/** Whether and how to go back. Never towards what is dead or quarantined. */
import type { RollbackStep } from '../plan/plan.ts';
import type { ReleaseStatus } from '../release/record.ts';
import { deployedStatuses, isTerminal } from '../release/transitions.ts';
import { stepsDown } from '../traffic/next-weight.ts';
import type { RollbackDecision } from './decision.ts';
import type { Situation, Version } from './situation.ts';

export function decideRollback(situation: Situation): RollbackDecision {
  const idle = whyIdle(situation.status);
  if (idle !== undefined) return { kind: 'ignore', reason: idle };
  const cause = situation.cause.reason;
  if (!situation.candidateStarted) {
    return { kind: 'roll-back-now', target: { kind: 'none' }, reason: cause };
  }
  if (isForbidden(situation) && candidateMayServe(situation)) {
    return leaveToPerson(situation, 'the version before cannot follow this one');
  }
  const { stable } = situation;
  if (stable === undefined || !isEligible(situation, stable)) return redeploy(situation);
  return situation.engine === 'rolling'
    ? returnByScheduler(situation, stable)
    : returnToFleet(situation, stable);
}

function whyIdle(status: ReleaseStatus): string | undefined {
  if (isTerminal(status)) return `the release has ended: ${status}`;
  if (status === 'ROLLING_BACK') return 'a rollback is under way';
  const deployed = deployedStatuses.some((known) => known === status);
  return deployed ? undefined : `nothing is deployed yet: ${status}`;
}

/** Two fleets: the old one is there, or it is not. */
function returnToFleet(situation: Situation, stable: Version): RollbackDecision {
  const { cause } = situation;
  if (stable.fleetHealthy === false) return redeploy(situation);
  if (stable.fleetHealthy === null && !mayGoBlind(situation)) {
    return { kind: 'hold', reason: `${cause.reason}; the old tasks' health could not be read` };
  }
  const target = { kind: 'warm', digest: stable.digest } as const;
  const steps = stepsFrom(situation);
  return steps.length === 0
    ? { kind: 'roll-back-now', target, reason: cause.reason }
    : { kind: 'roll-back-gradually', target, steps, reason: cause.reason };
}

/** Who had these users until now has not cooled down; and the load balancer may not have taken them away yet. */
const COOLS_SECONDS = 60;

/**
 * Only while it bakes does nobody write its weight. A rise or a switch that is under way is fenced off by
 * deleting the rule and stopping the deployment, and by nothing that is slower.
 */
function stepsFrom({ policy, bakedSeconds, weightPercent }: Situation): readonly RollbackStep[] {
  if (policy.kind !== 'gradual' || bakedSeconds < COOLS_SECONDS) return [];
  return weightPercent === null || weightPercent === 0
    ? []
    : stepsDown(policy.steps, weightPercent);
}

/** One fleet: while it is being replaced the scheduler can turn round; afterwards it is a release. */
function returnByScheduler(situation: Situation, stable: Version): RollbackDecision {
  const { cause, status } = situation;
  if (status === 'GUARDING' || stable.deployable === false) return redeploy(situation);
  const target = { kind: 'scheduler', digest: stable.digest } as const;
  return { kind: 'roll-back-now', target, reason: cause.reason };
}

function redeploy(situation: Situation): RollbackDecision {
  const { cause, stable, older } = situation;
  const candidates = [...(stable === undefined ? [] : [stable]), ...older].filter((version) =>
    isEligible(situation, version),
  );
  const lastGood = candidates.find(({ deployable }) => deployable === true);
  if (lastGood !== undefined) {
    const target = { kind: 'redeploy', digest: lastGood.digest } as const;
    return { kind: 'redeploy-last-good', target, reason: cause.reason };
  }
  if (candidates.some(({ deployable }) => deployable === null)) {
    return { kind: 'hold', reason: `${cause.reason}; no older image could be looked up` };
  }
  return leaveToPerson(situation, 'there is no version to go back to');
}

function leaveToPerson(situation: Situation, why: string): RollbackDecision {
  const reason = `${situation.cause.reason}; ${why}`;
  if (!isWaitOver(situation)) return { kind: 'page', reason };
  return { kind: 'strand', target: { kind: 'none' }, reason };
}

/**
 * With two fleets, it is over when nobody is left on the new one: what else ends there is taken down by the sweep.
 * Where the new one has all users, the deadline ends it, or whoever was told; not while two versions share them.
 */
function isWaitOver({ engine, weightPercent, overdue, held, cause }: Situation): boolean {
  if (engine !== 'rolling' && weightPercent === 0) return true;
  const isWhole = engine === 'rolling' || weightPercent === 100;
  return isWhole && (overdue || (held && cause.kind === 'operator'));
}

/** Good once, and not the one that is being taken back. */
function isEligible({ candidateDigest }: Situation, { digest, quarantined }: Version): boolean {
  return !quarantined && digest !== candidateDigest;
}

/**
 * Without knowing the old tasks' health: an operator may decide so, and tasks that carry users now may
 * be given more of them. Tasks that have had none since the switch may be gone.
 */
function mayGoBlind({ cause, status, weightPercent }: Situation): boolean {
  if (cause.kind === 'operator') return true;
  if (weightPercent !== null) return weightPercent < 100;
  return status !== 'PROMOTING' && status !== 'GUARDING';
}

/** Nothing goes back by itself; a person has been told, and may know better. */
function isForbidden({ policy, cause }: Situation): boolean {
  return policy.kind === 'forbidden' && cause.kind !== 'operator';
}

function candidateMayServe({ weightPercent }: Situation): boolean {
  return weightPercent !== 0;
}

// Health checks. All checks of one interval share a tick of the clock, so that a thousand targets cost one event.
import type { TargetState } from '../../host/load-balancing-peer.ts';
import type { Purpose, Scheduled } from '../../kernel/clock.ts';
import { answerAt } from '../../users/behaviour.ts';
import { type Elb, groupAboutToChange, isInUse } from './elb.ts';
import type { Target, TargetGroup } from './state.ts';

const DEFAULT_INTERVAL_SECONDS = 30;
const DEFAULT_TIMEOUT_SECONDS = 6;
const DEFAULT_HEALTHY_THRESHOLD = 5;
const DEFAULT_UNHEALTHY_THRESHOLD = 2;

export const INITIAL: TargetState = { state: 'initial', reason: 'Elb.RegistrationInProgress' };
export const UNUSED: TargetState = { state: 'unused', reason: 'Target.NotInUse' };
export const NOT_REGISTERED: TargetState = { state: 'unused', reason: 'Target.NotRegistered' };
export const DRAINING: TargetState = {
  state: 'draining',
  reason: 'Target.DeregistrationInProgress',
};
const HEALTHY: TargetState = { state: 'healthy', reason: undefined };

export interface HealthChecks {
  /** Begins or goes on checking, after targets or attachments changed. */
  refresh(group: TargetGroup): void;
}

interface Round {
  readonly groups: Set<TargetGroup>;
  next: Scheduled;
  purpose: Purpose;
}

export function createHealthChecks(elb: Elb): HealthChecks {
  const rounds = new Map<number, Round>();

  function refresh(group: TargetGroup): void {
    const inUse = isInUse(elb, group);
    for (const target of group.targets.values())
      if (inUse && target.status.state === 'unused') enter(elb, { group, target, to: INITIAL });
      else if (!inUse && target.status.state !== 'draining')
        enter(elb, { group, target, to: UNUSED });
    if (inUse && group.targets.size > 0) checkNext(group);
  }

  /** Has the next round of the group's interval check it. */
  function checkNext(group: TargetGroup): void {
    const seconds = group.settings.HealthCheckIntervalSeconds ?? DEFAULT_INTERVAL_SECONDS;
    const purpose = isUndecided(group) ? 'work' : 'upkeep';
    const round = rounds.get(seconds);
    if (round === undefined) {
      rounds.set(seconds, { groups: new Set([group]), next: plan(seconds, purpose), purpose });
      return;
    }
    round.groups.add(group);
    if (purpose === 'upkeep' || round.purpose === 'work') return;
    round.next.cancel();
    round.next = plan(seconds, purpose);
    round.purpose = purpose;
  }

  function plan(seconds: number, purpose: Purpose): Scheduled {
    const period = seconds * 1000;
    const next = (Math.floor(elb.host.clock.now() / period) + 1) * period;
    return elb.host.clock.at(next, () => check(seconds), purpose);
  }

  function check(seconds: number): void {
    const { groups } = rounds.get(seconds) ?? { groups: [] };
    rounds.delete(seconds);
    for (const group of groups)
      if (isInUse(elb, group) && group.targets.size > 0) {
        for (const target of group.targets.values()) checkTarget(elb, group, target);
        checkNext(group);
      }
  }

  return { refresh };
}

/** Somebody waits for the checks while a state is about to change; they are upkeep once all is settled. */
const isUndecided = ({ targets }: TargetGroup): boolean =>
  [...targets.values()].some(({ status, streak }) => status.state === 'initial' || streak > 0);

/** Gives a target a new state and tells those who want to know. */
export function enter(
  elb: Elb,
  { group, target, to }: { group: TargetGroup; target: Target; to: TargetState },
): void {
  groupAboutToChange(elb, group);
  target.status = to;
  target.streak = 0;
  for (const listener of elb.onTargetState)
    listener({ ...to, targetGroupArn: group.arn, target: target.address });
}

function checkTarget(elb: Elb, group: TargetGroup, target: Target): void {
  const { state } = target.status;
  if (state === 'draining' || state === 'unused') return;
  const failure = probe(elb, group, target);
  const good = failure === undefined;
  if (state === (good ? 'healthy' : 'unhealthy')) {
    target.streak = 0;
    return;
  }
  target.streak += 1;
  if (target.streak < threshold(group, { state, good })) return;
  const to: TargetState = good ? HEALTHY : { state: 'unhealthy', reason: failure };
  enter(elb, { group, target, to });
}

/** After registration one good check is enough; later the thresholds decide. */
function threshold(
  { settings }: TargetGroup,
  { state, good }: { state: string; good: boolean },
): number {
  if (!good) return settings.UnhealthyThresholdCount ?? DEFAULT_UNHEALTHY_THRESHOLD;
  if (state === 'initial') return 1;
  return settings.HealthyThresholdCount ?? DEFAULT_HEALTHY_THRESHOLD;
}

/** Why a check of this target fails now, if it does. Errors that strike only some requests spare the check. */
function probe(elb: Elb, { settings }: TargetGroup, { address }: Target): string | undefined {
  const conduct = elb.host.peer('ecs').conduct(address.id);
  if (conduct === undefined) return 'Target.FailedHealthChecks';
  const path = settings.HealthCheckPath ?? '/';
  const { status } = answerAt(conduct, path);
  if (!matchesCodes(settings.Matcher?.HttpCode ?? '200', status))
    return 'Target.ResponseCodeMismatch';
  const timeoutSeconds = settings.HealthCheckTimeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
  return conduct.latencyMs.median > timeoutSeconds * 1000 ? 'Target.Timeout' : undefined;
}

/** `200`, `200,202` or `200-299`. */
function matchesCodes(codes: string, status: number): boolean {
  return codes.split(',').some((part) => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return status >= from && status <= to;
  });
}

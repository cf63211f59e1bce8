// Whether tasks are well: by the load balancers that check them, and by the checks of their own containers.
import type { HealthStatus } from '@aws-sdk/client-ecs';
import { type Conduct, conductOf } from '../../users/behaviour.ts';
import type { Ecs } from './ecs.ts';
import type { Task } from './state.ts';

export type Fitness =
  | { readonly state: 'healthy' | 'unproven' }
  | { readonly state: 'unhealthy'; readonly stoppedReason: string; readonly cause: string };

const UNPROVEN_YET: Fitness = { state: 'unproven' };
const DEFAULT_INTERVAL_SECONDS = 30;
const DEFAULT_RETRIES = 3;
/** A task that nothing checks counts as healthy after it has run for so long. */
const TRUSTED_AFTER_SECONDS = 40;

/** How the process of a task conducts itself now; undefined where none listens. */
export function conductAt(ecs: Ecs, task: Task): Conduct | undefined {
  // A task that is being taken out still serves those who are connected.
  const listens = task.lastStatus === 'RUNNING' || task.lastStatus === 'DEACTIVATING';
  if (!listens) return undefined;
  const { behaviour, requestsPerSecond } = task;
  return conductOf(behaviour, { ageSeconds: ageSeconds(ecs, task), requestsPerSecond });
}

export const ageSeconds = (ecs: Ecs, task: Task): number =>
  task.startedAt === undefined ? 0 : (ecs.host.clock.now() - task.startedAt.getTime()) / 1000;

/** What the service scheduler thinks of a task. A target group that no listener uses cannot speak against it. */
export function fitnessOf(ecs: Ecs, task: Task): Fitness {
  if (task.lastStatus !== 'RUNNING') return UNPROVEN_YET;
  task.health = containerHealth(ecs, task);
  if (task.health === 'UNHEALTHY')
    return {
      state: 'unhealthy',
      stoppedReason: 'Task failed container health checks',
      cause: 'failed container health checks',
    };
  let proven = task.health === 'HEALTHY' || isTrusted(ecs, task);
  for (const target of task.targets) {
    const arn = target.targetGroupArn;
    const { state, reason } = ecs.host.peer('elasticloadbalancing').targetState(arn, target);
    if (state === 'unhealthy')
      return {
        state: 'unhealthy',
        stoppedReason: `Task failed ELB health checks in (target-group ${arn})`,
        cause: `(port ${target.port}) is unhealthy in (target-group ${arn}) due to (reason ${reason})`,
      };
    proven &&= state === 'healthy' || reason === 'Target.NotInUse';
  }
  return proven ? { state: 'healthy' } : UNPROVEN_YET;
}

/** When something is to be learnt about a task: seconds after it runs. */
export function newsAtSeconds(task: Task): readonly number[] {
  const checks = checksOf(task);
  const trust = task.targets.length > 0 ? [] : [TRUSTED_AFTER_SECONDS];
  return checks === undefined ? trust : [checks.healthyAfter, checks.unhealthyAfter];
}

/** Without checks of its own, a task counts as healthy: at once where a load balancer looks after it, else later. */
const isTrusted = (ecs: Ecs, task: Task): boolean =>
  checksOf(task) === undefined &&
  (task.targets.length > 0 || ageSeconds(ecs, task) >= TRUSTED_AFTER_SECONDS);

function containerHealth(ecs: Ecs, task: Task): HealthStatus {
  const checks = checksOf(task);
  if (checks === undefined) return 'UNKNOWN';
  const age = ageSeconds(ecs, task);
  const answers = (conductAt(ecs, task)?.errorRate ?? 1) < 1;
  if (answers && age >= checks.healthyAfter) return 'HEALTHY';
  if (!answers && age >= checks.unhealthyAfter) return 'UNHEALTHY';
  return task.health;
}

function checksOf({ revision }: Task) {
  const check = revision.definition.containerDefinitions?.find(
    (each) => each.healthCheck,
  )?.healthCheck;
  if (check === undefined) return undefined;
  const interval = check.interval ?? DEFAULT_INTERVAL_SECONDS;
  const failing = interval * (check.retries ?? DEFAULT_RETRIES);
  return { healthyAfter: interval, unhealthyAfter: (check.startPeriod ?? 0) + failing };
}

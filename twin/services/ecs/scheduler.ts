// The service scheduler: looks at a service when something has changed, and brings its fleets to what they should be.
import type { Purpose } from '../../kernel/clock.ts';
import { forgivesOnHealthyTask } from './circuit-breaker.ts';
import type { Ecs } from './ecs.ts';
import { emitServiceAction, nameOf, say } from './events.ts';
import { aliveIn, countFailure, isGone, isSteady, roomFor } from './fleet.ts';
import { ageSeconds, fitnessOf } from './health.ts';
import { launchTask, NO_CAPACITY } from './launch.ts';
import { reviewRollout } from './rolling.ts';
import type { Fleet, Service, Task } from './state.ts';
import { stopTask } from './task-life.ts';
import { reviewTaskSets } from './task-set-review.ts';
import { UNPROVEN } from './unproven.ts';

/** From a change to the moment at which the scheduler acts on it. */
const REACTION_MS = 1000;
const CAPACITY_RETRY_MS = 60_000;

/** Changes that come close together are looked at once. */
export const createWake =
  (ecs: Ecs) =>
  (service: Service, atMs?: number, purpose?: Purpose): void => {
    if (atMs !== undefined) {
      ecs.host.clock.at(atMs, () => ecs.wake(service), purpose);
      return;
    }
    service.review ??= ecs.host.clock.after(REACTION_MS, () => {
      service.review = undefined;
      review(ecs, service);
    });
  };

function review(ecs: Ecs, service: Service): void {
  if (service.status === 'INACTIVE') return;
  for (const fleet of service.fleets) for (const task of aliveIn(fleet)) examine(ecs, fleet, task);
  if (service.status === 'DRAINING') drain(ecs, service);
  else if (service.controller === 'ECS') reviewRollout(ecs, service);
  else reviewTaskSets(ecs, service);
  for (const fleet of service.fleets) adjust(ecs, fleet);
  announce(ecs, service);
}

/** Notes whether a task is healthy, or has failed its checks for good. */
function examine(ecs: Ecs, fleet: Fleet, task: Task): void {
  const fitness = fitnessOf(ecs, task);
  const { service, rollout } = fleet;
  const healthy = fitness.state === 'healthy';
  if (healthy && !task.proven && rollout !== undefined)
    if (forgivesOnHealthyTask(service.configuration)) rollout.failedTasks = 0;
  task.proven = healthy;
  const patient = ageSeconds(ecs, task) < (service.healthCheckGracePeriodSeconds ?? 0);
  const ill = fitness.state === 'unhealthy' && !patient;
  if (ill && task.illness === undefined) say(ecs, service, `${nameOf(fleet)} ${fitness.cause}.`);
  task.illness = ill ? fitness.stoppedReason : undefined;
}

function adjust(ecs: Ecs, fleet: Fleet): void {
  stopIll(ecs, fleet);
  const fit = aliveIn(fleet).filter(({ illness }) => illness === undefined);
  if (fit.length > fleet.wanted) stopSurplus(ecs, fleet, fit);
  const missing = Math.min(fleet.wanted - fit.length, roomFor(fleet));
  if (missing > 0) start(ecs, fleet, missing);
}

/**
 * A replacement comes first; the ill task goes when the replacement has turned out well, or ill itself.
 * Where there is no room for a replacement, ill tasks go one by one.
 */
function stopIll(ecs: Ecs, fleet: Fleet): void {
  const alive = aliveIn(fleet);
  const ill = alive.filter(({ illness }) => illness !== undefined);
  const proven = alive.filter((task) => task.proven);
  const settled = Math.max(0, proven.length + ill.length - fleet.wanted);
  const isStuck = alive.length - ill.length < fleet.wanted && roomFor(fleet) <= 0;
  for (const task of ill.slice(0, Math.max(settled, isStuck ? 1 : 0))) {
    countFailure(ecs, fleet, 'health');
    const reason = task.illness ?? '';
    stopTask(ecs, task, { code: 'ServiceSchedulerInitiated', reason });
  }
}

function start(ecs: Ecs, fleet: Fleet, count: number): void {
  const { service, revision, launch } = fleet;
  if (fleet.rollout?.state === 'FAILED' || ecs.host.clock.now() < fleet.startsAgainAt) return;
  const started: Task[] = [];
  while (started.length < count) {
    const task = launchTask(ecs, {
      cluster: service.cluster,
      revision,
      launch,
      fleet,
      group: `service:${service.name}`,
      startedBy: fleet.id,
      tags: propagatedTags(ecs, fleet),
    });
    if (task === undefined) {
      lackCapacity(ecs, fleet);
      break;
    }
    started.push(task);
  }
  if (started.length > 0)
    say(ecs, service, `${nameOf(fleet)} has started ${started.length} tasks: ${listed(started)}.`);
}

function lackCapacity(ecs: Ecs, fleet: Fleet): void {
  const { service } = fleet;
  if (UNPROVEN.missingCapacityTripsCircuitBreaker) countFailure(ecs, fleet, 'health');
  say(ecs, service, `${nameOf(fleet)} was unable to place a task. Reason: ${NO_CAPACITY}.`);
  emitServiceAction(ecs, service, {
    name: 'SERVICE_TASK_PLACEMENT_FAILURE',
    reason: 'RESOURCE:FARGATE',
  });
  fleet.startsAgainAt = ecs.host.clock.now() + CAPACITY_RETRY_MS;
  ecs.wake(service, fleet.startsAgainAt, 'upkeep');
}

/** Those that do not serve yet go first; then the oldest. */
function stopSurplus(ecs: Ecs, fleet: Fleet, alive: readonly Task[]): void {
  const { service } = fleet;
  const leaving = [...alive]
    .sort((a, b) => Number(a.proven) - Number(b.proven))
    .slice(0, alive.length - fleet.wanted);
  const kind = fleet.taskSet === undefined ? 'deployment' : 'taskSet';
  for (const task of leaving)
    stopTask(ecs, task, {
      code: 'ServiceSchedulerInitiated',
      reason: `Scaling activity initiated by (${kind} ${fleet.id})`,
    });
  say(
    ecs,
    service,
    `${nameOf(fleet)} has stopped ${leaving.length} running tasks: ${listed(leaving)}.`,
  );
}

function drain(ecs: Ecs, service: Service): void {
  for (const fleet of service.fleets) fleet.wanted = 0;
  if (!service.fleets.every(isGone)) return;
  service.status = 'INACTIVE';
  service.fleets = [];
  ecs.host.trace.add('state', { service: 'ecs', deleted: service.arn });
}

function announce(ecs: Ecs, service: Service): void {
  const steady =
    service.status === 'ACTIVE' &&
    service.fleets.length > 0 &&
    service.fleets.every(
      (fleet) =>
        isSteady(fleet) &&
        fleet.status !== 'DRAINING' &&
        (fleet.rollout?.state ?? 'COMPLETED') === 'COMPLETED',
    );
  if (steady && !service.steady) {
    say(ecs, service, `(service ${service.name}) has reached a steady state.`);
    emitServiceAction(ecs, service, { name: 'SERVICE_STEADY_STATE' });
  }
  service.steady = steady;
}

function propagatedTags({ state }: Ecs, { service, revision }: Fleet) {
  if (service.propagateTags === 'SERVICE') return state.tags.get(service.arn) ?? [];
  return service.propagateTags === 'TASK_DEFINITION' ? (state.tags.get(revision.arn) ?? []) : [];
}

const listed = (tasks: readonly Task[]): string => tasks.map(({ id }) => `(task ${id})`).join(' ');

// A fleet: the tasks of one revision that a service keeps running, be it called deployment or task set.
import type { Ecs } from './ecs.ts';
import { emitServiceAction, say } from './events.ts';
import type { Fleet, Rollout, Service, Task, TaskSetPart } from './state.ts';
import { UNPROVEN } from './unproven.ts';

/** Deployments or task sets that a service can have at the same time. */
export const FLEETS_MAX = 5;
const DEFAULT_MAXIMUM_PERCENT = 200;
const ID_DIGITS = 19;
/** Tasks that fail to start are retried ever more slowly after the first few. */
const QUICK_RETRIES = 3;
const BACKOFF_MS = { first: 10_000, max: 900_000 };

export function createFleet(
  ecs: Ecs,
  of: Pick<Fleet, 'service' | 'revision' | 'launch' | 'status'> & {
    readonly rollout?: Rollout;
    readonly taskSet?: (id: string) => TaskSetPart;
  },
): Fleet {
  const now = ecs.host.clock.date();
  const id = `ecs-svc/${digits(ecs)}`;
  return {
    id,
    service: of.service,
    revision: of.revision,
    launch: of.launch,
    status: of.status,
    createdAt: now,
    updatedAt: now,
    wanted: 0,
    tasks: new Set(),
    failedStarts: 0,
    startsAgainAt: 0,
    rollout: of.rollout,
    taskSet: of.taskSet?.(id.replace('ecs-svc/', '')),
  };
}

export const primaryOf = (service: Service): Fleet | undefined =>
  service.fleets.find(({ status }) => status === 'PRIMARY');

/** Tasks that are meant to stay. */
export const aliveIn = ({ tasks }: Fleet): Task[] =>
  [...tasks].filter(({ desiredStatus }) => desiredStatus === 'RUNNING');

/** How many more tasks the deployment configuration lets a fleet have. */
export function roomFor(fleet: Fleet): number {
  const { service, taskSet } = fleet;
  const share = (service.configuration.maximumPercent ?? DEFAULT_MAXIMUM_PERCENT) / 100;
  if (taskSet !== undefined) return Math.floor(fleet.wanted * share) - aliveIn(fleet).length;
  const alive = service.fleets.reduce((count, each) => count + aliveIn(each).length, 0);
  return Math.floor(service.desiredCount * share) - alive;
}

/** Exactly the tasks that are wanted run, and all are healthy. */
export function isSteady(fleet: Fleet): boolean {
  const alive = aliveIn(fleet);
  return alive.length === fleet.wanted && alive.every(({ proven }) => proven);
}

/** Everything it ever ran has ended, or is past the point where it could serve. */
export const isGone = ({ tasks }: Fleet): boolean =>
  [...tasks].every(({ lastStatus }) => GONE.has(lastStatus));

export function countFailure(ecs: Ecs, fleet: Fleet, kind: 'start' | 'health' | 'exit'): void {
  const { rollout } = fleet;
  const counts = kind !== 'exit' || UNPROVEN.exitAfterStartTripsCircuitBreaker;
  if (rollout !== undefined && counts) rollout.failedTasks += 1;
  if (kind === 'start') slowDown(ecs, fleet);
}

function slowDown(ecs: Ecs, fleet: Fleet): void {
  fleet.failedStarts += 1;
  const slow = fleet.failedStarts - QUICK_RETRIES;
  if (slow < 0) return;
  const { service } = fleet;
  const delayMs = Math.min(BACKOFF_MS.max, BACKOFF_MS.first * 2 ** slow);
  fleet.startsAgainAt = ecs.host.clock.now() + delayMs;
  // Nobody waits any longer for what has failed that often.
  ecs.wake(service, fleet.startsAgainAt, delayMs < BACKOFF_MS.max ? 'work' : 'upkeep');
  if (slow > 0) return;
  emitServiceAction(ecs, service, { name: 'SERVICE_TASK_START_IMPAIRED' });
  say(
    ecs,
    service,
    `(service ${service.name}) is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.`,
  );
}

const GONE: ReadonlySet<string> = new Set(['STOPPING', 'DEPROVISIONING', 'STOPPED']);

const digits = ({ host }: Ecs): string =>
  Array.from({ length: ID_DIGITS }, (_, index) =>
    index === 0 ? 1 + host.random.below(9) : host.random.below(10),
  ).join('');

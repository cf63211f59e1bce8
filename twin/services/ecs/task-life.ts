// The life of a task, from PROVISIONING to STOPPED, and what its behaviour does to it on the way.

import type { TaskStopCode } from '@aws-sdk/client-ecs';
import type { Purpose } from '../../kernel/clock.ts';
import { outOfMemoryAfterSeconds } from '../../users/behaviour.ts';
import type { Ecs } from './ecs.ts';
import { emitTaskChange } from './events.ts';
import { countFailure } from './fleet.ts';
import { ageSeconds, newsAtSeconds } from './health.ts';
import { behaviourOf, pull } from './images.ts';
import type { LastStatus, Task } from './state.ts';

interface Exit {
  readonly code: number;
  readonly reason?: string;
}

export interface Stop {
  readonly code: TaskStopCode;
  readonly reason: string;
}

/** How the start of a task divides into its steps. */
const SHARE = { PROVISIONING: 0.25, PENDING: 0.7, ACTIVATING: 0.05 } as const;
const PULL_ERROR_MS = 3000;
/** From the end of a process until ECS takes it out of the load balancer. */
const NOTICING_MS = 3000;
/** From SIGTERM to the end of a process that listens to it. */
const STOPPING_MS = 2000;
const DEPROVISIONING_MS = 10_000;
const NORMAL_EXIT = 0;
export const CRASH: Exit = { code: 1 };
const OUT_OF_MEMORY: Exit = {
  code: 137,
  reason: 'OutOfMemoryError: Container killed due to memory usage',
};

export function beginLife(ecs: Ecs, task: Task): void {
  const { median, p99 } = task.behaviour.startSeconds;
  const startMs = 1000 * (p99 > median ? ecs.starts.logNormal(median, p99) : median);
  enter(ecs, task, 'PROVISIONING');
  after(ecs, task, startMs * SHARE.PROVISIONING, () => {
    enter(ecs, task, 'PENDING');
    task.pullStartedAt = ecs.host.clock.date();
    const missing = task.containers.find((container) => !pullInto(ecs, container));
    if (missing !== undefined)
      return after(ecs, task, PULL_ERROR_MS, () => failPull(ecs, task, missing.imageUri));
    after(ecs, task, startMs * SHARE.PENDING, () => {
      task.pullStoppedAt = ecs.host.clock.date();
      enter(ecs, task, 'ACTIVATING');
      after(ecs, task, startMs * SHARE.ACTIVATING, () => run(ecs, task));
    });
  });
}

/** Stops a task as the scheduler or a user does: out of the load balancer first, then SIGTERM. */
export function stopTask(ecs: Ecs, task: Task, stop: Stop): void {
  if (task.desiredStatus === 'STOPPED') return;
  condemn(ecs, task, stop);
  if (task.lastStatus === 'RUNNING') drain(ecs, task);
  else end(ecs, task, NORMAL_EXIT);
}

/** The process ends by itself. Until ECS notices, its load balancer goes on sending requests. */
export function exitTask(ecs: Ecs, task: Task, exit: Exit): void {
  if (task.lastStatus !== 'RUNNING') return;
  ecs.host.peer('elasticloadbalancing').accountNow();
  condemn(ecs, task, {
    code: 'EssentialContainerExited',
    reason: 'Essential container in task exited',
  });
  const [main] = task.containers;
  if (main !== undefined) main.reason = exit.reason;
  if (task.fleet !== undefined) countFailure(ecs, task.fleet, 'exit');
  enter(ecs, task, 'STOPPING');
  after(ecs, task, NOTICING_MS, () => {
    leaveLoadBalancers(ecs, task);
    end(ecs, task, exit.code);
  });
}

/** A version has changed its ways: its tasks live on accordingly. */
export function adoptBehaviour(ecs: Ecs, task: Task): void {
  task.behaviour = behaviourOf(ecs, task.containers);
  planEnd(ecs, task);
}

function run(ecs: Ecs, task: Task): void {
  task.startedAt = ecs.host.clock.date();
  enter(ecs, task, 'RUNNING');
  const balancing = ecs.host.peer('elasticloadbalancing');
  for (const target of task.targets) balancing.register(target.targetGroupArn, target);
  planEnd(ecs, task);
  const { fleet } = task;
  if (fleet === undefined) return;
  fleet.failedStarts = 0;
  const grace = fleet.service.healthCheckGracePeriodSeconds ?? 0;
  for (const seconds of [grace, ...newsAtSeconds(task)])
    ecs.wake(fleet.service, ecs.host.clock.now() + seconds * 1000);
}

/** Plans the end that a running task's behaviour holds in store; anew when the behaviour changes. */
function planEnd(ecs: Ecs, task: Task): void {
  if (task.lastStatus !== 'RUNNING') return;
  for (const timer of task.timers) timer.cancel();
  task.timers = [];
  const age = ageSeconds(ecs, task);
  const at = (seconds: number, act: () => void, purpose?: Purpose) =>
    after(ecs, task, (seconds - age) * 1000, act, purpose);
  // Somebody may wait for the end of a job, nobody for a failure.
  const { crashAfterSeconds, job } = task.behaviour;
  const outOfMemoryAt = outOfMemoryAfterSeconds(task.behaviour);
  if (outOfMemoryAt !== undefined)
    at(outOfMemoryAt, () => exitTask(ecs, task, OUT_OF_MEMORY), 'upkeep');
  if (task.fleet === undefined) at(job.seconds, () => exitTask(ecs, task, { code: job.exitCode }));
  else if (crashAfterSeconds !== undefined)
    at(crashAfterSeconds, () => exitTask(ecs, task, CRASH), 'upkeep');
}

function drain(ecs: Ecs, task: Task): void {
  enter(ecs, task, 'DEACTIVATING');
  after(ecs, task, leaveLoadBalancers(ecs, task) * 1000, () => {
    enter(ecs, task, 'STOPPING');
    after(ecs, task, STOPPING_MS, () => end(ecs, task, NORMAL_EXIT));
  });
}

function failPull(ecs: Ecs, task: Task, imageUri: string): void {
  condemn(ecs, task, {
    code: 'TaskFailedToStart',
    reason: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${imageUri}: ${imageUri}: not found`,
  });
  if (task.fleet !== undefined) countFailure(ecs, task.fleet, 'start');
  end(ecs, task, undefined);
}

function condemn(ecs: Ecs, task: Task, { code, reason }: Stop): void {
  for (const timer of task.timers) timer.cancel();
  task.timers = [];
  task.desiredStatus = 'STOPPED';
  task.stopCode = code;
  task.stoppedReason = reason;
  task.stoppingAt = ecs.host.clock.date();
}

/** The seconds that connections have to drain. */
function leaveLoadBalancers(ecs: Ecs, task: Task): number {
  const balancing = ecs.host.peer('elasticloadbalancing');
  const delays = task.targets.map((target) => {
    const { state } = balancing.targetState(target.targetGroupArn, target);
    balancing.deregister(target.targetGroupArn, target);
    const group = balancing.targetGroup(target.targetGroupArn);
    return state === 'unused' ? 0 : (group?.deregistrationDelaySeconds ?? 0);
  });
  return Math.max(0, ...delays);
}

function end(ecs: Ecs, task: Task, exitCode: number | undefined): void {
  if (task.startedAt !== undefined)
    for (const container of task.containers) container.exitCode = exitCode;
  enter(ecs, task, 'DEPROVISIONING');
  after(ecs, task, DEPROVISIONING_MS, () => {
    task.stoppedAt = ecs.host.clock.date();
    ecs.state.tasksByAddress.delete(task.ipAddress);
    enter(ecs, task, 'STOPPED');
  });
}

function enter(ecs: Ecs, task: Task, status: LastStatus): void {
  task.lastStatus = status;
  task.version += 1;
  emitTaskChange(ecs, task);
  if (task.fleet !== undefined) ecs.wake(task.fleet.service);
}

function after(ecs: Ecs, task: Task, delayMs: number, act: () => void, purpose?: Purpose): void {
  task.timers.push(ecs.host.clock.after(delayMs, act, purpose));
}

/** Remembers the image that a tag stands for at this moment. */
function pullInto(ecs: Ecs, container: Task['containers'][number]): boolean {
  container.image = pull(ecs, container.imageUri);
  return container.image !== undefined;
}

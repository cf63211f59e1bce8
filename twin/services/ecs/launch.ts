// Brings tasks into being, as long as there is room.
import type { Tag, TaskOverride } from '@aws-sdk/client-ecs';
import type { Ecs } from './ecs.ts';
import { behaviourOf } from './images.ts';
import type { Cluster, Fleet, LaunchSettings, Revision, Task, TaskContainer } from './state.ts';
import { beginLife } from './task-life.ts';

/** How long AWS shows a stopped task. */
const FORGET_AFTER_MS = 3_600_000;
const TASK_ID_LENGTH = 32;

export interface LaunchOrder {
  readonly cluster: Cluster;
  readonly revision: Revision;
  readonly launch: LaunchSettings;
  readonly fleet?: Fleet;
  readonly group: string;
  readonly startedBy: string | undefined;
  readonly overrides?: TaskOverride;
  readonly tags?: readonly Tag[];
}

export const NO_CAPACITY =
  'Capacity is unavailable at this time. Please try again later or in a different availability zone';

/** Undefined where there is no capacity. */
export function launchTask(ecs: Ecs, order: LaunchOrder): Task | undefined {
  forgetStopped(ecs);
  if (ecs.state.tasksByAddress.size >= ecs.state.capacity) return undefined;
  const task = createTask(ecs, order);
  ecs.state.tasks.set(task.id, task);
  ecs.state.tasksByAddress.set(task.ipAddress, task);
  order.fleet?.tasks.add(task);
  beginLife(ecs, task);
  return task;
}

export function forgetStopped({ state, host }: Ecs): void {
  const horizon = host.clock.now() - FORGET_AFTER_MS;
  for (const task of state.tasks.values())
    if (task.stoppedAt !== undefined && task.stoppedAt.getTime() <= horizon) {
      state.tasks.delete(task.id);
      task.fleet?.tasks.delete(task);
    }
}

function createTask(ecs: Ecs, order: LaunchOrder): Task {
  const { host, state } = ecs;
  const { cluster, revision, launch, fleet } = order;
  const id = host.ids.hex(TASK_ID_LENGTH);
  state.launched += 1;
  const ipAddress = addressOf(state.launched);
  const containers = containersOf(ecs, order, id);
  return {
    id,
    arn: host.arn('ecs', `task/${cluster.name}/${id}`),
    cluster,
    fleet,
    revision,
    launch,
    group: order.group,
    startedBy: order.startedBy,
    overrides: order.overrides ?? { containerOverrides: containers.map(({ name }) => ({ name })) },
    tags: order.tags ?? [],
    ipAddress,
    availabilityZone: `${host.region}${'abc'.charAt(state.launched % 3)}`,
    attachmentId: host.ids.uuid(),
    containers,
    targets: launch.loadBalancers.flatMap(({ targetGroupArn, containerPort }) =>
      targetGroupArn === undefined || containerPort === undefined
        ? []
        : [{ targetGroupArn, id: ipAddress, port: containerPort }],
    ),
    createdAt: host.clock.date(),
    behaviour: behaviourOf(ecs, containers),
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    version: 0,
    requestsPerSecond: 0,
    proven: false,
    illness: undefined,
    health: 'UNKNOWN',
    pullStartedAt: undefined,
    pullStoppedAt: undefined,
    startedAt: undefined,
    stoppingAt: undefined,
    stoppedAt: undefined,
    stopCode: undefined,
    stoppedReason: undefined,
    timers: [],
  };
}

function containersOf({ host }: Ecs, order: LaunchOrder, taskId: string): TaskContainer[] {
  const { cluster, revision } = order;
  return (revision.definition.containerDefinitions ?? []).map((container) => ({
    arn: host.arn('ecs', `container/${cluster.name}/${taskId}/${host.ids.uuid()}`),
    name: container.name ?? '',
    imageUri: container.image ?? '',
    cpu: String(container.cpu ?? 0),
    essential: container.essential ?? true,
    runtimeId: `${taskId}-${host.ids.hex(10)}`,
    image: undefined,
    exitCode: undefined,
    reason: undefined,
  }));
}

/** Addresses are never given twice, so that nobody takes a new task for an old one. */
const addressOf = (count: number): string =>
  `10.${(count >> 16) & 255}.${(count >> 8) & 255}.${count & 255}`;

// What ECS tells the world: events on the bus in AWS's shapes, and the lines that a service's console page shows.
import { describeTask } from './describe.ts';
import type { Ecs } from './ecs.ts';
import type { Fleet, Service, Task } from './state.ts';

const SERVICE_EVENTS_SHOWN = 100;
const LEVELS = {
  SERVICE_STEADY_STATE: 'INFO',
  TASKSET_STEADY_STATE: 'INFO',
  SERVICE_DESIRED_COUNT_UPDATED: 'INFO',
  SERVICE_TASK_START_IMPAIRED: 'WARN',
  SERVICE_TASK_PLACEMENT_FAILURE: 'ERROR',
} as const;
const ROLLOUTS = {
  IN_PROGRESS: ['INFO', 'SERVICE_DEPLOYMENT_IN_PROGRESS'],
  COMPLETED: ['INFO', 'SERVICE_DEPLOYMENT_COMPLETED'],
  FAILED: ['ERROR', 'SERVICE_DEPLOYMENT_FAILED'],
} as const;

export function emitTaskChange(ecs: Ecs, task: Task): void {
  const { tags: _, attachments, ...described } = describeTask(task);
  const detail = {
    ...described,
    // The API calls it ElasticNetworkInterface.
    attachments: attachments?.map((each) => ({ ...each, type: 'eni' })),
    updatedAt: ecs.host.clock.date(),
  };
  ecs.host.peer('events').emit({
    source: 'aws.ecs',
    detailType: 'ECS Task State Change',
    resources: [task.arn],
    delivery: 'guaranteed',
    // Dates become ISO strings, and what is absent is left out, as in AWS's JSON.
    detail: JSON.parse(JSON.stringify(detail)),
  });
}

export function emitServiceAction(
  ecs: Ecs,
  service: Service,
  action: { name: keyof typeof LEVELS; taskSet?: Fleet; reason?: string },
): void {
  const { name, taskSet, reason } = action;
  ecs.host.peer('events').emit({
    source: 'aws.ecs',
    detailType: 'ECS Service Action',
    resources: [service.arn],
    delivery: 'guaranteed',
    detail: {
      eventType: LEVELS[name],
      eventName: name,
      clusterArn: service.cluster.arn,
      ...(taskSet?.taskSet === undefined ? {} : { taskSetArns: [taskSet.taskSet.arn] }),
      ...(reason === undefined ? {} : { reason }),
      createdAt: ecs.host.clock.date().toISOString(),
    },
  });
}

export function emitDeploymentChange(ecs: Ecs, fleet: Fleet): void {
  const { rollout } = fleet;
  if (rollout === undefined) return;
  const [eventType, eventName] = ROLLOUTS[rollout.state];
  ecs.host.peer('events').emit({
    source: 'aws.ecs',
    detailType: 'ECS Deployment State Change',
    resources: [fleet.service.arn],
    delivery: 'guaranteed',
    detail: {
      eventType,
      eventName,
      deploymentId: fleet.id,
      updatedAt: ecs.host.clock.date().toISOString(),
      reason: rollout.reason,
    },
  });
}

/** Adds a line to the events that DescribeServices shows. */
export function say(ecs: Ecs, service: Service, message: string): void {
  const event = { id: ecs.host.ids.uuid(), createdAt: ecs.host.clock.date(), message };
  service.events = [event, ...service.events].slice(0, SERVICE_EVENTS_SHOWN);
}

/** How messages name where a task belongs. */
export const nameOf = ({ service, id, taskSet }: Fleet): string =>
  taskSet === undefined ? `(service ${service.name})` : `(service ${service.name}, taskSet ${id})`;

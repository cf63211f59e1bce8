// What the API answers about services, deployments, task sets and tasks.
import type {
  Deployment,
  LaunchType,
  Service as ServiceAnswer,
  Task as TaskAnswer,
  TaskSet as TaskSetAnswer,
} from '@aws-sdk/client-ecs';
import type { Fleet, LaunchSettings, Service, Task } from './state.ts';

const PENDING: ReadonlySet<string> = new Set(['PROVISIONING', 'PENDING', 'ACTIVATING']);

const runningCount = ({ tasks }: Pick<Fleet, 'tasks'>): number =>
  [...tasks].filter(({ lastStatus }) => lastStatus === 'RUNNING').length;

export const pendingCount = ({ tasks }: Pick<Fleet, 'tasks'>): number =>
  [...tasks].filter(({ lastStatus }) => PENDING.has(lastStatus)).length;

export function describeService(service: Service): ServiceAnswer {
  const primary = service.fleets.find(({ status }) => status === 'PRIMARY');
  const isRolling = service.controller === 'ECS';
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.cluster.arn,
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: sum(service.fleets.map(runningCount)),
    pendingCount: sum(service.fleets.map(pendingCount)),
    ...describeLaunch(service.launch),
    taskDefinition: primary?.revision.arn,
    deploymentConfiguration: service.configuration,
    deploymentController: { type: service.controller },
    deployments: isRolling ? service.fleets.map(describeDeployment) : [],
    ...(isRolling ? {} : { taskSets: service.fleets.map(describeTaskSet) }),
    events: [...service.events],
    createdAt: service.createdAt,
    createdBy: service.createdBy,
    healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
    schedulingStrategy: 'REPLICA',
    placementConstraints: [],
    placementStrategy: [],
    serviceRegistries: [],
    enableECSManagedTags: service.enableECSManagedTags,
    enableExecuteCommand: service.enableExecuteCommand,
    propagateTags: service.propagateTags,
  };
}

export function describeTaskSet(fleet: Fleet): TaskSetAnswer {
  const { taskSet, service } = fleet;
  return {
    id: fleet.id,
    taskSetArn: taskSet?.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    startedBy: taskSet?.startedBy,
    externalId: taskSet?.externalId,
    status: fleet.status,
    taskDefinition: fleet.revision.arn,
    computedDesiredCount: fleet.wanted,
    pendingCount: pendingCount(fleet),
    runningCount: runningCount(fleet),
    createdAt: fleet.createdAt,
    updatedAt: fleet.updatedAt,
    ...describeLaunch(fleet.launch),
    serviceRegistries: [],
    scale: { value: taskSet?.scalePercent ?? 0, unit: 'PERCENT' },
    stabilityStatus: taskSet?.steadySince === undefined ? 'STABILIZING' : 'STEADY_STATE',
    stabilityStatusAt: taskSet?.steadySince ?? taskSet?.changedAt,
    tags: [...(taskSet?.tags ?? [])],
  };
}

export function describeTask(task: Task): TaskAnswer {
  const { definition } = task.revision;
  return {
    taskArn: task.arn,
    clusterArn: task.cluster.arn,
    taskDefinitionArn: task.revision.arn,
    group: task.group,
    startedBy: task.startedBy,
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    healthStatus: task.health,
    version: task.version,
    availabilityZone: task.availabilityZone,
    launchType: launchTypeOf(task.launch),
    platformVersion: platformOf(task.launch),
    platformFamily: 'Linux',
    cpu: task.overrides.cpu ?? definition.cpu,
    memory: task.overrides.memory ?? definition.memory,
    overrides: task.overrides,
    attachments: [networkInterface(task)],
    connectivity: 'CONNECTED',
    connectivityAt: task.pullStartedAt,
    containers: task.containers.map((container) => describeContainer(task, container)),
    createdAt: task.createdAt,
    pullStartedAt: task.pullStartedAt,
    pullStoppedAt: task.pullStoppedAt,
    startedAt: task.startedAt,
    stoppingAt: task.stoppingAt,
    stoppedAt: task.stoppedAt,
    executionStoppedAt: task.stoppingAt,
    stopCode: task.stopCode,
    stoppedReason: task.stoppedReason,
    tags: [...task.tags],
  };
}

function describeDeployment(fleet: Fleet): Deployment {
  const { rollout } = fleet;
  const { loadBalancers: _, ...launch } = describeLaunch(fleet.launch);
  return {
    id: fleet.id,
    status: fleet.status,
    taskDefinition: fleet.revision.arn,
    desiredCount: fleet.wanted,
    pendingCount: pendingCount(fleet),
    runningCount: runningCount(fleet),
    failedTasks: rollout?.failedTasks,
    createdAt: fleet.createdAt,
    updatedAt: fleet.updatedAt,
    ...launch,
    rolloutState: rollout?.state,
    rolloutStateReason: rollout?.reason,
  };
}

function describeContainer(task: Task, container: Task['containers'][number]) {
  const stopped = task.lastStatus === 'STOPPED' || container.exitCode !== undefined;
  return {
    containerArn: container.arn,
    taskArn: task.arn,
    name: container.name,
    image: container.imageUri,
    imageDigest: container.image?.digest,
    runtimeId: container.runtimeId,
    lastStatus: stopped ? 'STOPPED' : task.startedAt === undefined ? 'PENDING' : 'RUNNING',
    healthStatus: task.health,
    cpu: container.cpu,
    exitCode: container.exitCode,
    reason: container.reason,
    networkInterfaces: [{ attachmentId: task.attachmentId, privateIpv4Address: task.ipAddress }],
  };
}

function networkInterface(task: Task) {
  const subnet = task.launch.networkConfiguration?.awsvpcConfiguration?.subnets?.[0];
  return {
    id: task.attachmentId,
    type: 'ElasticNetworkInterface',
    status: task.lastStatus === 'STOPPED' ? 'DELETED' : 'ATTACHED',
    details: [
      ...(subnet === undefined ? [] : [{ name: 'subnetId', value: subnet }]),
      { name: 'privateIPv4Address', value: task.ipAddress },
    ],
  };
}

/** A capacity provider strategy and a launch type exclude each other. */
function describeLaunch(launch: LaunchSettings) {
  const { capacityProviderStrategy, networkConfiguration, loadBalancers } = launch;
  return {
    ...(capacityProviderStrategy.length > 0
      ? { capacityProviderStrategy: [...capacityProviderStrategy] }
      : { launchType: launchTypeOf(launch) }),
    platformVersion: launch.platformVersion,
    platformFamily: 'Linux',
    networkConfiguration,
    loadBalancers: [...loadBalancers],
  };
}

const launchTypeOf = (launch: LaunchSettings): LaunchType => launch.launchType ?? 'FARGATE';

/** Tasks show the version that LATEST stands for. */
const platformOf = ({ platformVersion }: LaunchSettings): string =>
  platformVersion === 'LATEST' ? '1.4.0' : platformVersion;

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

// What ECS remembers. A deployment and a task set are the same thing underneath: a fleet.
import type {
  CapacityProviderStrategyItem,
  ClusterSetting,
  DeploymentConfiguration,
  HealthStatus,
  LaunchType,
  LoadBalancer,
  NetworkConfiguration,
  PropagateTags,
  ServiceEvent,
  StopTaskRequest,
  Tag,
  TaskDefinition,
  TaskOverride,
  TaskStopCode,
} from '@aws-sdk/client-ecs';
import type { TargetAddress } from '../../host/load-balancing-peer.ts';
import type { PulledImage } from '../../host/peers.ts';
import type { Scheduled } from '../../kernel/clock.ts';
import type { Behaviour } from '../../users/behaviour.ts';

export interface Cluster {
  readonly arn: string;
  readonly name: string;
  settings: readonly ClusterSetting[];
  capacityProviders: readonly string[];
  defaultStrategy: readonly CapacityProviderStrategyItem[];
  status: 'ACTIVE' | 'INACTIVE';
}

/** Total: arn, family, revision and containers are always there. */
export interface Revision {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  readonly definition: TaskDefinition;
  status: 'ACTIVE' | 'INACTIVE';
  deregisteredAt: Date | undefined;
}

/** How tasks are launched: what a change of which starts a new deployment. */
export interface LaunchSettings {
  readonly launchType: LaunchType | undefined;
  readonly capacityProviderStrategy: readonly CapacityProviderStrategyItem[];
  readonly platformVersion: string;
  readonly networkConfiguration: NetworkConfiguration | undefined;
  readonly loadBalancers: readonly LoadBalancer[];
}

export type Controller = 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL';

export interface Service {
  readonly arn: string;
  readonly name: string;
  readonly cluster: Cluster;
  readonly controller: Controller;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly propagateTags: PropagateTags | undefined;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  desiredCount: number;
  launch: LaunchSettings;
  configuration: DeploymentConfiguration;
  healthCheckGracePeriodSeconds: number | undefined;
  enableExecuteCommand: boolean;
  enableECSManagedTags: boolean;
  /** Deployments (ECS) or task sets (CODE_DEPLOY, EXTERNAL), the newest first. */
  fleets: Fleet[];
  /** The newest first; AWS shows 100. */
  events: ServiceEvent[];
  /** To which a failed deployment is rolled back. */
  lastCompleted: Fleet | undefined;
  /** Whether the last thing said was that it is steady. */
  steady: boolean;
  review: Scheduled | undefined;
}

/** Tasks of one revision that a service keeps running. Its id is the tasks' `startedBy`. */
export interface Fleet {
  readonly id: string;
  readonly service: Service;
  readonly revision: Revision;
  readonly launch: LaunchSettings;
  readonly createdAt: Date;
  updatedAt: Date;
  status: 'PRIMARY' | 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  /** How many tasks it keeps running now. */
  wanted: number;
  readonly tasks: Set<Task>;
  /** Tasks in a row that stopped before they ran: they slow down the next start. */
  failedStarts: number;
  /** Virtual time before which no further task is started. */
  startsAgainAt: number;
  readonly rollout: Rollout | undefined;
  readonly taskSet: TaskSetPart | undefined;
}

/** What only a deployment has. */
export interface Rollout {
  state: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  reason: string;
  /** Failures in a row, as the circuit breaker counts them. */
  failedTasks: number;
  /** Since when it has been ready to be called complete. */
  steadySinceMs: number | undefined;
  /** Stops watching the alarms of the deployment. */
  watch: Scheduled | undefined;
}

/** What only a task set has. */
export interface TaskSetPart {
  readonly arn: string;
  readonly startedBy: string | undefined;
  readonly externalId: string | undefined;
  readonly clientToken: string | undefined;
  scalePercent: number;
  tags: readonly Tag[];
  steadySince: Date | undefined;
  changedAt: Date;
}

export type LastStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'ACTIVATING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPING'
  | 'DEPROVISIONING'
  | 'STOPPED';

export interface TaskContainer {
  readonly arn: string;
  readonly name: string;
  readonly imageUri: string;
  readonly cpu: string;
  readonly essential: boolean;
  readonly runtimeId: string;
  image: PulledImage | undefined;
  exitCode: number | undefined;
  reason: string | undefined;
}

export interface Task {
  readonly arn: string;
  readonly id: string;
  readonly cluster: Cluster;
  readonly fleet: Fleet | undefined;
  readonly revision: Revision;
  readonly launch: LaunchSettings;
  readonly group: string;
  readonly startedBy: string | undefined;
  readonly overrides: TaskOverride;
  readonly tags: readonly Tag[];
  readonly ipAddress: string;
  readonly availabilityZone: string;
  readonly attachmentId: string;
  readonly containers: readonly TaskContainer[];
  readonly targets: readonly (TargetAddress & { readonly targetGroupArn: string })[];
  readonly createdAt: Date;
  behaviour: Behaviour;
  lastStatus: LastStatus;
  desiredStatus: 'RUNNING' | 'STOPPED';
  /** Rises with each change, as in the events. */
  version: number;
  requestsPerSecond: number;
  /** Whether it was healthy when the scheduler last looked. */
  proven: boolean;
  /** Why it is to be replaced, where it is. */
  illness: string | undefined;
  /** What the health checks of its containers say. */
  health: HealthStatus;
  pullStartedAt: Date | undefined;
  pullStoppedAt: Date | undefined;
  startedAt: Date | undefined;
  stoppingAt: Date | undefined;
  stoppedAt: Date | undefined;
  stopCode: TaskStopCode | undefined;
  stoppedReason: StopTaskRequest['reason'];
  /** The next step of its life, and the end that its behaviour holds in store. */
  timers: Scheduled[];
}

export interface EcsState {
  readonly clusters: Map<string, Cluster>;
  /** Revisions by family; revision n is at index n - 1. */
  readonly families: Map<string, Revision[]>;
  readonly services: Map<string, Service>;
  readonly tasks: Map<string, Task>;
  readonly tasksByAddress: Map<string, Task>;
  readonly tags: Map<string, readonly Tag[]>;
  /** How many tasks there is room for. */
  capacity: number;
  /** How many tasks there ever were. */
  launched: number;
}

export const createEcsState = (): EcsState => ({
  clusters: new Map(),
  families: new Map(),
  services: new Map(),
  tasks: new Map(),
  tasksByAddress: new Map(),
  tags: new Map(),
  capacity: Number.POSITIVE_INFINITY,
  launched: 0,
});

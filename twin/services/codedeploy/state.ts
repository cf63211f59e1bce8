// What CodeDeploy remembers.
import type {
  AlarmConfiguration,
  AutoRollbackConfiguration,
  BlueGreenDeploymentConfiguration,
  ComputePlatform,
  DeploymentConfigInfo,
  DeploymentCreator,
  DeploymentStatus,
  DeploymentStyle,
  ErrorInformation,
  LifecycleEventStatus,
  LoadBalancerInfo,
  RevisionLocation,
  RollbackInfo,
  Tag,
  TargetLabel,
  TargetStatus,
  TrafficRoutingConfig,
  TriggerConfig,
} from '@aws-sdk/client-codedeploy';
import type { LifecycleEventName } from './app-spec.ts';
import type { Interrupt, Wait } from './interrupt.ts';
import type { TargetGroupPair } from './listener-rules.ts';

export interface Application {
  readonly id: string;
  readonly name: string;
  readonly computePlatform: ComputePlatform;
  readonly createTime: Date;
  readonly groups: Map<string, DeploymentGroup>;
  readonly revisions: Map<string, RegisteredRevision>;
}

interface RegisteredRevision {
  readonly location: RevisionLocation;
  readonly description: string | undefined;
  readonly registerTime: Date;
}

/** What a user says of a deployment group; total, as a deployment reads it. */
export interface GroupSettings {
  readonly name: string;
  readonly configName: string;
  readonly serviceRoleArn: string;
  readonly cluster: string;
  readonly service: string;
  readonly loadBalancerInfo: LoadBalancerInfo;
  readonly blueGreen: BlueGreenDeploymentConfiguration;
  readonly style: DeploymentStyle;
  readonly alarms: AlarmConfiguration | undefined;
  readonly autoRollback: AutoRollbackConfiguration | undefined;
  readonly triggers: readonly TriggerConfig[];
}

export interface DeploymentGroup {
  readonly id: string;
  readonly application: string;
  settings: GroupSettings;
  /** The deployment that holds the group; its rollback takes over without a gap. */
  active: Deployment | undefined;
  lastAttempted: Deployment | undefined;
  lastSuccessful: Deployment | undefined;
}

export interface TaskSetView {
  readonly id: string;
  readonly label: TargetLabel;
  readonly status: string;
  readonly desiredCount: number;
  readonly pendingCount: number;
  readonly runningCount: number;
  readonly targetGroupName: string;
  readonly trafficWeight: number;
}

/** The two task sets of a deployment and where requests reach them. */
export interface Fleets {
  readonly pair: TargetGroupPair;
  /** Target group names by ARN. */
  readonly names: ReadonlyMap<string, string>;
  readonly blueId: string;
  readonly greenId: string;
  greenPercent: number;
  /** Whether production traffic has begun to move. */
  shifting: boolean;
}

export interface LifecycleStep {
  readonly name: LifecycleEventName;
  status: LifecycleEventStatus;
  startTime: Date | undefined;
  endTime: Date | undefined;
  message: string | undefined;
}

export interface DeploymentTarget {
  readonly id: string;
  readonly arn: string;
  readonly steps: readonly LifecycleStep[];
  status: TargetStatus;
  taskSets: readonly TaskSetView[];
  updatedAt: Date;
}

/** A hook that was called and has not been answered. */
export interface PendingHook {
  readonly executionId: string;
  readonly wait: Wait;
  answer: 'Succeeded' | 'Failed' | undefined;
}

export interface Deployment {
  readonly id: string;
  readonly group: DeploymentGroup;
  /** As they were when the deployment was created. */
  readonly settings: GroupSettings;
  readonly configName: string;
  readonly routing: TrafficRoutingConfig | undefined;
  readonly creator: DeploymentCreator;
  readonly description: string | undefined;
  readonly revision: RevisionLocation;
  readonly previousRevision: RevisionLocation | undefined;
  readonly autoRollback: AutoRollbackConfiguration | undefined;
  readonly alarms: AlarmConfiguration | undefined;
  readonly overrideAlarms: AlarmConfiguration | undefined;
  readonly createTime: Date;
  readonly target: DeploymentTarget;
  readonly interrupt: Interrupt;
  /** Every hook that was called, by execution id. */
  readonly hooks: Map<string, PendingHook>;
  status: DeploymentStatus;
  startTime: Date | undefined;
  completeTime: Date | undefined;
  error: ErrorInformation | undefined;
  rollback: RollbackInfo | undefined;
  /** What ContinueDeployment ends. */
  waiting: { readonly type: 'READY_WAIT' | 'TERMINATION_WAIT'; readonly wait: Wait } | undefined;
  /** Known from Install on. */
  fleets: Fleets | undefined;
}

export interface CodeDeployState {
  readonly applications: Map<string, Application>;
  readonly configs: Map<string, DeploymentConfigInfo>;
  /** In the order of creation. */
  readonly deployments: Map<string, Deployment>;
  readonly tags: Map<string, readonly Tag[]>;
}

const TERMINAL: ReadonlySet<DeploymentStatus> = new Set(['Succeeded', 'Failed', 'Stopped']);

export const isOver = ({ status }: Deployment): boolean => TERMINAL.has(status);

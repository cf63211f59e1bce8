/** The plan: a release spec made total. State machines and Lambdas execute it; approvals bind to it. */
import type { Threshold } from '../analysis/threshold.ts';
import type {
  AlarmReference,
  ApprovalGate,
  Architecture,
  Build,
  Check,
  Dependency,
  NoTraffic,
  NotifyTarget,
  Profile,
  SoakGate,
  WindowGate,
} from '../spec/spec.ts';

/** Raised when the meaning of a field changes, so that an execution never misreads an older plan. */
export const planFormat = 1;

export interface Plan {
  readonly format: typeof planFormat;
  readonly service: string;
  readonly profile: Profile;
  readonly architecture: Architecture;
  readonly build: PlannedBuild;
  /** In the order in which the release visits them; never empty. */
  readonly environments: readonly PlannedEnvironment[];
  readonly dependsOn: readonly Dependency[];
  readonly notify: readonly NotifyTarget[];
  /** From admission to a terminal state, everything included. */
  readonly deadlineSeconds: number;
}

export type PlannedBuild = Build & { readonly timeoutSeconds: number };

export interface PlannedEnvironment {
  readonly name: string;
  readonly engine: Engine;
  /** Weights rise strictly and end at 100; under 100 only where the engine can split traffic. */
  readonly phases: readonly PlannedPhase[];
  /** Must all say yes before anything is deployed here. */
  readonly gates: readonly PlannedGate[];
  readonly checks: readonly PlannedCheck[];
  readonly thresholds: readonly Threshold[];
  readonly alarms: readonly AlarmReference[];
  /** Why nothing watches this environment; empty where something does. */
  readonly unwatchedReason: string;
  readonly noTraffic: NoTraffic;
  readonly judgeIntervalSeconds: number;
  readonly rollback: PlannedRollback;
  /** Time under watch at 100 %, the last bake included. Except on rolling, the version before stays warm for it. */
  readonly guardSeconds: number;
  readonly timeouts: PlannedTimeouts;
}

/** Who moves the traffic, and why this engine and no other. */
export type Engine = CodeDeployEngine | OverlayEngine | RollingEngine;
export type EngineKind = Engine['kind'];

/** CodeDeploy moves the traffic on its own timer; Spillway watches and can stop it. */
export interface CodeDeployEngine {
  readonly kind: 'codedeploy';
  readonly configuration: CodeDeployConfiguration;
  readonly reason: string;
}

/** CodeDeploy waits at READY while Spillway moves the weights in a listener rule of its own. */
export interface OverlayEngine {
  readonly kind: 'codedeploy-overlay';
  readonly configuration: AllAtOnceConfiguration;
  readonly reason: string;
}

/** The ECS scheduler replaces tasks batch by batch; weights cannot be chosen. */
export interface RollingEngine {
  readonly kind: 'rolling';
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  readonly reason: string;
}

export type CodeDeployConfiguration = AllAtOnceConfiguration | SteppedConfiguration;

export interface AllAtOnceConfiguration {
  readonly kind: 'all-at-once';
  readonly name: 'CodeDeployDefault.ECSAllAtOnce';
  readonly predefined: true;
}

export interface SteppedConfiguration {
  readonly kind: 'canary' | 'linear';
  readonly name: string;
  /** False: it is not AWS's, and has to be created under this name before the first use. */
  readonly predefined: boolean;
  readonly stepPercent: number;
  readonly intervalMinutes: number;
}

export interface PlannedPhase {
  readonly weightPercent: number;
  readonly bakeSeconds: number;
  /** The bake is not over before the new version has answered this many requests. */
  readonly requestsMin: number;
  /** Must say yes before the weight rises to this phase's; none or one. */
  readonly gates: readonly PlannedGate[];
  /** From the verified weight on; an inconclusive bake is held this long and then rolled back. */
  readonly timeoutSeconds: number;
}

export type PlannedGate =
  | FreezeGate
  | ApprovalGate
  | (WindowGate & { readonly timeoutSeconds: number })
  | (SoakGate & { readonly environment: string; readonly timeoutSeconds: number });

/** Every environment starts with it: no operator has frozen the service, the environment or everything. */
export interface FreezeGate {
  readonly kind: 'freeze';
  readonly timeoutSeconds: number;
}

export type PlannedCheck = Check & { readonly when: CheckMoment };

/** `after-rollout` only on the rolling engine, where the new version cannot be reached before its users. */
export type CheckMoment = 'before-rollout' | 'before-traffic' | 'after-rollout';

export type PlannedRollback =
  | { readonly kind: 'immediate' }
  | { readonly kind: 'gradual'; readonly steps: readonly RollbackStep[] }
  /** The version before cannot live with what this one leaves behind: stop where it is, and page. */
  | { readonly kind: 'forbidden' };

/** A weight of the new version on the way down, and how long to stay there. The last weight is 0. */
export interface RollbackStep {
  readonly weightPercent: number;
  readonly holdSeconds: number;
}

/** Every wait in an environment has a bound; `environmentSeconds` is the sum of those on the way forward. */
export interface PlannedTimeouts {
  /** All gates before the environment: they are asked one after the other. */
  readonly gatesSeconds: number;
  /** Until the new tasks are up and healthy. */
  readonly prepareSeconds: number;
  /** All checks, one after the other. */
  readonly checksSeconds: number;
  /** All phases below 100 %, with their gates. */
  readonly phasesSeconds: number;
  /** From handing back to the engine until 100 % is read back at the load balancer. */
  readonly handBackSeconds: number;
  /** At 100 % with the version before still warm. */
  readonly guardSeconds: number;
  readonly environmentSeconds: number;
  /** Not part of the way forward: until the version before serves alone again, proven. */
  readonly rollbackSeconds: number;
}

/** The total release spec: what code reads once a written spec was parsed, normalised and judged. */
import type { VersionRange } from '../version/range.ts';

export type Architecture = 'x86_64' | 'arm64';
export type Profile = 'standard' | 'careful';
export type EnginePreference = 'auto' | 'codedeploy' | 'rolling';

export interface Spec {
  readonly apiVersion: 'v1';
  readonly service: string;
  readonly owner: string;
  readonly notes: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The ECR repository whose pushes start releases. */
  readonly repository: string;
  readonly trigger: Trigger;
  readonly architecture: Architecture;
  readonly profile: Profile;
  /** `auto` lets the plan choose; anything else is obeyed or refused, never bent. */
  readonly engine: EnginePreference;
  readonly build: Build;
  /** In the order in which a release visits them; never empty. */
  readonly environments: readonly Environment[];
  readonly dependsOn: readonly Dependency[];
  readonly notify: readonly NotifyTarget[];
  /** The deadline of the whole release, from admission to its terminal state. */
  readonly maxDurationSeconds: number;
  /** False when the version before cannot live with what this one leaves behind (a migration). */
  readonly rollbackSafe: boolean;
}

export interface Trigger {
  /** Globs (`*` only); a tag that matches none starts nothing. */
  readonly tagPatterns: readonly string[];
}

export type Build = VerifyBuild | SourceBuild;

/** The image was pushed by somebody's pipeline: look at it before trusting it. */
export interface VerifyBuild extends ImagePolicy {
  readonly kind: 'verify';
}

/** The image is made from a commit by CodeBuild, and then looked at all the same. */
export interface SourceBuild extends ImagePolicy {
  readonly kind: 'source';
  readonly project: string;
  readonly stages: readonly BuildStage[];
  /** The service's folder inside the source repository; `.` is its root. */
  readonly directory: string;
  readonly timeoutSeconds: number;
}

export type BuildStage = 'lint' | 'unit' | 'mutation' | 'contract' | 'scan' | 'image' | 'push';

export interface ImagePolicy {
  readonly scan: ScanPolicy;
  readonly signature: SignaturePolicy;
}

/** How many findings of each severity are tolerated; null means any number. */
export interface ScanPolicy {
  readonly criticalMax: number | null;
  readonly highMax: number | null;
  readonly mediumMax: number | null;
  readonly lowMax: number | null;
}

export type SignaturePolicy =
  | { readonly kind: 'none' }
  | { readonly kind: 'required'; readonly signer: string };

export interface Environment {
  readonly name: string;
  readonly strategy: Strategy;
  /** Must say yes before anything is deployed here. */
  readonly gates: readonly Gate[];
  /** Run in this order, before the new version gets a user's request. */
  readonly checks: readonly Check[];
  readonly thresholds: Thresholds;
  /** CloudWatch alarms of the user's own, beside those that the thresholds make. */
  readonly alarms: readonly AlarmReference[];
  /** A reason why nothing watches this environment; empty where something does. */
  readonly noAlarmsReason: string;
  readonly noTraffic: NoTraffic;
  readonly rollback: RollbackStyle;
  /** How long the version before stays ready to take over after the promotion. */
  readonly keepWarmSeconds: number;
}

export type Strategy = Canary | BlueGreen | Rolling | AllAtOnce;

export interface Canary {
  readonly kind: 'canary';
  /** Weights rise strictly and the last one is 100. */
  readonly phases: readonly Phase[];
  readonly allowLargeFirstStep: boolean;
}

export interface Phase {
  /** The new version's share, a whole number from 1 to 100. */
  readonly weightPercent: number;
  readonly bakeSeconds: number;
  /** The bake is not over before the new version has answered this many requests. */
  readonly requestsMin: number;
  /** Must say yes before the weight rises to this phase's; null where nobody is asked. */
  readonly gate: Gate | null;
}

export interface BlueGreen {
  readonly kind: 'blue-green';
  readonly bakeSeconds: number;
  readonly requestsMin: number;
}

export interface Rolling {
  readonly kind: 'rolling';
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  readonly bakeSeconds: number;
}

export interface AllAtOnce {
  readonly kind: 'all-at-once';
  readonly bakeSeconds: number;
}

export type Gate = ApprovalGate | WindowGate | SoakGate;

export interface ApprovalGate {
  readonly kind: 'approval';
  /** True: whoever pushed or started the release cannot approve it. */
  readonly fourEyes: boolean;
  readonly timeoutSeconds: number;
}

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

export interface WindowGate {
  readonly kind: 'window';
  readonly days: readonly Weekday[];
  /** Minutes after midnight on the wall clock of `zone`; from < to. */
  readonly fromMinutes: number;
  readonly toMinutes: number;
  readonly zone: string;
}

/** The environment before must have served this version, undisturbed, for so long. */
export interface SoakGate {
  readonly kind: 'soak';
  readonly durationSeconds: number;
}

export type CheckPurpose =
  | 'smoke'
  | 'contract'
  | 'integration'
  | 'e2e'
  | 'performance'
  | 'migration';

export type Check = HttpCheck | LambdaCheck | CodeBuildCheck | EcsTaskCheck;

export interface CheckBase {
  /** Unique within its environment. */
  readonly name: string;
  readonly purpose: CheckPurpose;
  readonly timeoutSeconds: number;
}

/** A request to the new version through the test listener. */
export interface HttpCheck extends CheckBase {
  readonly kind: 'http';
  readonly path: string;
  readonly expectStatus: number;
}

export interface LambdaCheck extends CheckBase {
  readonly kind: 'lambda';
  readonly functionName: string;
}

export interface CodeBuildCheck extends CheckBase {
  readonly kind: 'codebuild';
  readonly project: string;
}

export interface EcsTaskCheck extends CheckBase {
  readonly kind: 'ecs-task';
  /** A task definition family; what it may do is set there, never in a spec. */
  readonly taskFamily: string;
  /**
   * `candidate`: its containers that run an image of the service's repository run the release's own, by digest.
   * `own`: it runs as the family says.
   */
  readonly image: 'candidate' | 'own';
}

/** Crossing means strictly above. Null: not watched. */
export interface Thresholds {
  readonly errorRatePercent: number | null;
  readonly latencyP95Ms: number | null;
  readonly cpuPercent: number | null;
  readonly memoryPercent: number | null;
  /** Consecutive failed health checks that are still tolerated. */
  readonly failedHealthChecks: number | null;
}

export interface AlarmReference {
  readonly name: string;
  /** Whether the new version's own target group is watched, or both versions together. */
  readonly watches: 'candidate' | 'service';
}

/** What to do when there is too little traffic to judge the new version. */
export type NoTraffic = 'hold' | 'synthetic' | 'fail';

export type RollbackStyle =
  | { readonly kind: 'immediate' }
  | {
      readonly kind: 'gradual';
      /** The weights on the way down, falling strictly; the last one is 0. */
      readonly stepsPercent: readonly number[];
      readonly stepSeconds: number;
    };

export interface Dependency {
  readonly service: string;
  /** Which versions of that service this one can talk to. */
  readonly versions: VersionRange;
}

export type NotifyEvents = 'all' | 'problems';

export type NotifyTarget =
  | { readonly kind: 'email'; readonly address: string; readonly events: NotifyEvents }
  | { readonly kind: 'chat'; readonly channel: string; readonly events: NotifyEvents };

// What Application Auto Scaling remembers: the services that it may scale, and by which policies.
import type {
  ScalableDimension,
  ScalingActivity,
  StepScalingPolicyConfiguration,
  TargetTrackingScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling';
import type { Scheduled } from '../../kernel/clock.ts';

export interface Suspension {
  readonly DynamicScalingInSuspended: boolean;
  readonly DynamicScalingOutSuspended: boolean;
  readonly ScheduledScalingSuspended: boolean;
}

export interface Policy {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: Date;
  tracking: TargetTrackingScalingPolicyConfiguration | undefined;
  steps: StepScalingPolicyConfiguration | undefined;
}

export interface Target {
  readonly arn: string;
  /** `service/<cluster>/<service>` */
  readonly resourceId: string;
  readonly dimension: ScalableDimension;
  readonly roleArn: string;
  readonly createdAt: Date;
  min: number;
  max: number;
  suspension: Suspension;
  tags: Readonly<Record<string, string>>;
  readonly policies: Map<string, Policy>;
  /** The newest first. */
  activities: readonly ScalingActivity[];
  scaledAt: number | undefined;
  /** The next look at its metrics. */
  look: Scheduled | undefined;
}

export interface AutoScalingState {
  /** By resource and dimension. */
  readonly targets: Map<string, Target>;
}

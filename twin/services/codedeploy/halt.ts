// Why a deployment ends before its time: what GetDeployment answers, and which rollback event it counts as.
import type { AutoRollbackEvent, ErrorCode } from '@aws-sdk/client-codedeploy';

interface HaltOptions {
  readonly status: 'Failed' | 'Stopped';
  readonly code: ErrorCode;
  readonly message: string;
  /** The event that must be configured for this end to roll back. */
  readonly event: AutoRollbackEvent;
  /** What the caller of StopDeployment wanted, which overrides the configuration. */
  readonly rollback?: boolean | undefined;
}

export class Halt extends Error {
  override readonly name = 'Halt';
  readonly status: 'Failed' | 'Stopped';
  readonly code: ErrorCode;
  readonly event: AutoRollbackEvent;
  readonly rollback: boolean | undefined;

  constructor(options: HaltOptions) {
    super(options.message);
    this.status = options.status;
    this.code = options.code;
    this.event = options.event;
    this.rollback = options.rollback;
  }
}

export const failed = (code: ErrorCode, message: string): Halt =>
  new Halt({ status: 'Failed', code, message, event: 'DEPLOYMENT_FAILURE' });

export const stoppedByAlarms = (names: readonly string[], status: 'Failed' | 'Stopped'): Halt =>
  new Halt({
    status,
    code: 'ALARM_ACTIVE',
    message: `One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. Activated alarms: ${names.map((name) => `<${name}>`).join(' ')}`,
    event: 'DEPLOYMENT_STOP_ON_ALARM',
  });

export const stoppedByUser = (rollback: boolean | undefined): Halt =>
  new Halt({
    status: 'Stopped',
    code: 'MANUAL_STOP',
    message: 'The deployment was stopped by a user.',
    event: 'DEPLOYMENT_STOP_ON_REQUEST',
    rollback,
  });

/** The Ready wait ran out: it ends like a stop on request, as the CDK documents for its approval time. */
export const stoppedByReadyTimeout = (minutes: number): Halt =>
  new Halt({
    status: 'Stopped',
    code: 'TIMEOUT',
    message: `The deployment timed out while waiting for a notification to continue. This time out period is ${minutes} minutes.`,
    event: 'DEPLOYMENT_STOP_ON_REQUEST',
  });

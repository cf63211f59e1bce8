// Which call this is: of which service and operation, and who makes it.
import type { Caller } from './caller.ts';

/** The name that signs its requests: `states`, `events`, `elasticloadbalancing`, ... */
export type ServiceId =
  | 'application-autoscaling'
  | 'codebuild'
  | 'codedeploy'
  | 'dynamodb'
  | 'ecr'
  | 'ecs'
  | 'elasticloadbalancing'
  | 'events'
  | 'lambda'
  | 'logs'
  | 'monitoring'
  | 's3'
  | 'scheduler'
  | 'secretsmanager'
  | 'sns'
  | 'sqs'
  | 'ssm'
  | 'states'
  | 'sts';

export interface CallContext {
  readonly service: ServiceId;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  readonly caller: Caller;
  readonly requestId: string;
}

// The services that tasks may call: how the language spells them, who answers in the twin, and how their errors are named.
import type { ServiceId } from '../../../host/call-context.ts';

export interface SdkService {
  readonly id: ServiceId;
  /** The first part of error names, as in `CodeDeploy.DeploymentLimitExceededException`. */
  readonly label: string;
  readonly load: () => Promise<object>;
}

/** `aws-sdk:<key>:...`. The labels are the class names of the Java SDK, which Step Functions uses. */
export const SDK_SERVICES: Readonly<Record<string, SdkService>> = {
  applicationautoscaling: {
    id: 'application-autoscaling',
    label: 'ApplicationAutoScaling',
    load: () => import('@aws-sdk/client-application-auto-scaling'),
  },
  cloudwatch: {
    id: 'monitoring',
    label: 'CloudWatch',
    load: () => import('@aws-sdk/client-cloudwatch'),
  },
  cloudwatchlogs: {
    id: 'logs',
    label: 'CloudWatchLogs',
    load: () => import('@aws-sdk/client-cloudwatch-logs'),
  },
  codebuild: {
    id: 'codebuild',
    label: 'CodeBuild',
    load: () => import('@aws-sdk/client-codebuild'),
  },
  codedeploy: {
    id: 'codedeploy',
    label: 'CodeDeploy',
    load: () => import('@aws-sdk/client-codedeploy'),
  },
  dynamodb: {
    id: 'dynamodb',
    label: 'DynamoDb',
    load: () => import('@aws-sdk/client-dynamodb'),
  },
  ecr: { id: 'ecr', label: 'Ecr', load: () => import('@aws-sdk/client-ecr') },
  ecs: { id: 'ecs', label: 'Ecs', load: () => import('@aws-sdk/client-ecs') },
  elasticloadbalancingv2: {
    id: 'elasticloadbalancing',
    label: 'ElasticLoadBalancingV2',
    load: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  },
  eventbridge: {
    id: 'events',
    label: 'EventBridge',
    load: () => import('@aws-sdk/client-eventbridge'),
  },
  lambda: { id: 'lambda', label: 'Lambda', load: () => import('@aws-sdk/client-lambda') },
  s3: { id: 's3', label: 'S3', load: () => import('@aws-sdk/client-s3') },
  scheduler: {
    id: 'scheduler',
    label: 'Scheduler',
    load: () => import('@aws-sdk/client-scheduler'),
  },
  secretsmanager: {
    id: 'secretsmanager',
    label: 'SecretsManager',
    load: () => import('@aws-sdk/client-secrets-manager'),
  },
  sfn: { id: 'states', label: 'Sfn', load: () => import('@aws-sdk/client-sfn') },
  sns: { id: 'sns', label: 'Sns', load: () => import('@aws-sdk/client-sns') },
  sqs: { id: 'sqs', label: 'Sqs', load: () => import('@aws-sdk/client-sqs') },
  ssm: { id: 'ssm', label: 'Ssm', load: () => import('@aws-sdk/client-ssm') },
  sts: { id: 'sts', label: 'Sts', load: () => import('@aws-sdk/client-sts') },
};

/** Optimized integrations are older: they speak in the names of the first Java SDK. */
export interface OptimizedService {
  /** The key of the same service above. */
  readonly sdk: string;
  readonly label: string;
  /** The service in the text of causes. */
  readonly displayName: string;
  /** What errors outside the service's model are called. */
  readonly otherError: string;
}

export const OPTIMIZED_SERVICES: Readonly<Record<string, OptimizedService>> = {
  codebuild: {
    sdk: 'codebuild',
    label: 'CodeBuild',
    displayName: 'AWSCodeBuild',
    otherError: 'AWSCodeBuildException',
  },
  dynamodb: {
    sdk: 'dynamodb',
    label: 'DynamoDB',
    displayName: 'AmazonDynamoDBv2',
    otherError: 'AmazonDynamoDBException',
  },
  ecs: {
    sdk: 'ecs',
    label: 'ECS',
    displayName: 'AmazonECS',
    otherError: 'AmazonECSException',
  },
  events: {
    sdk: 'eventbridge',
    label: 'EventBridge',
    displayName: 'AmazonEventBridge',
    otherError: 'AmazonEventBridgeException',
  },
  lambda: {
    sdk: 'lambda',
    label: 'Lambda',
    displayName: 'AWSLambda',
    otherError: 'AWSLambdaException',
  },
  sns: { sdk: 'sns', label: 'SNS', displayName: 'AmazonSNS', otherError: 'AmazonSNSException' },
  sqs: { sdk: 'sqs', label: 'SQS', displayName: 'AmazonSQS', otherError: 'AmazonSQSException' },
  states: {
    sdk: 'sfn',
    label: 'StepFunctions',
    displayName: 'AWSStepFunctions',
    otherError: 'AWSStepFunctionsException',
  },
};

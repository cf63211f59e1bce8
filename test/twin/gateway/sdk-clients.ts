// The SDK clients in use, and the protocols by which each can be spoken to.
import { AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import type { ServiceId } from '../../../twin/host/call-context.ts';

export interface SdkClient {
  readonly id: ServiceId;
  readonly client: string;
  readonly load: () => Promise<object>;
  /** Another protocol than the client would choose. */
  readonly protocol?: { readonly name: string; readonly settings: object };
  /** What keeps this client from changing what is sent, or judging what is answered. */
  readonly plainly?: object;
}

const cloudwatch = {
  id: 'monitoring',
  client: 'CloudWatchClient',
  load: () => import('@aws-sdk/client-cloudwatch'),
} as const;

export const sdkClients: readonly SdkClient[] = [
  {
    id: 'application-autoscaling',
    client: 'ApplicationAutoScalingClient',
    load: () => import('@aws-sdk/client-application-auto-scaling'),
  },
  { id: 'codebuild', client: 'CodeBuildClient', load: () => import('@aws-sdk/client-codebuild') },
  {
    id: 'codedeploy',
    client: 'CodeDeployClient',
    load: () => import('@aws-sdk/client-codedeploy'),
  },
  { id: 'dynamodb', client: 'DynamoDBClient', load: () => import('@aws-sdk/client-dynamodb') },
  { id: 'ecr', client: 'ECRClient', load: () => import('@aws-sdk/client-ecr') },
  { id: 'ecs', client: 'ECSClient', load: () => import('@aws-sdk/client-ecs') },
  {
    id: 'elasticloadbalancing',
    client: 'ElasticLoadBalancingV2Client',
    load: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  },
  { id: 'events', client: 'EventBridgeClient', load: () => import('@aws-sdk/client-eventbridge') },
  { id: 'lambda', client: 'LambdaClient', load: () => import('@aws-sdk/client-lambda') },
  {
    id: 'logs',
    client: 'CloudWatchLogsClient',
    load: () => import('@aws-sdk/client-cloudwatch-logs'),
  },
  cloudwatch,
  { ...cloudwatch, protocol: { name: 'rpcv2Cbor', settings: AwsSmithyRpcV2CborProtocol } },
  { ...cloudwatch, protocol: { name: 'awsQuery', settings: AwsQueryProtocol } },
  {
    id: 's3',
    client: 'S3Client',
    load: () => import('@aws-sdk/client-s3'),
    plainly: {
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    },
  },
  { id: 'scheduler', client: 'SchedulerClient', load: () => import('@aws-sdk/client-scheduler') },
  {
    id: 'secretsmanager',
    client: 'SecretsManagerClient',
    load: () => import('@aws-sdk/client-secrets-manager'),
  },
  { id: 'sns', client: 'SNSClient', load: () => import('@aws-sdk/client-sns') },
  {
    id: 'sqs',
    client: 'SQSClient',
    load: () => import('@aws-sdk/client-sqs'),
    plainly: { md5: false, useQueueUrlAsEndpoint: false },
  },
  { id: 'ssm', client: 'SSMClient', load: () => import('@aws-sdk/client-ssm') },
  { id: 'states', client: 'SFNClient', load: () => import('@aws-sdk/client-sfn') },
  { id: 'sts', client: 'STSClient', load: () => import('@aws-sdk/client-sts') },
];

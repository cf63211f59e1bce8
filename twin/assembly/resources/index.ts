// All resource types that the twin knows.
import type { ResourceProvider } from '../provider.ts';
import { scalableTarget } from './autoscaling/scalable-target.ts';
import { scalingPolicy } from './autoscaling/scaling-policy.ts';
import { alarm } from './cloudwatch/alarm.ts';
import { compositeAlarm } from './cloudwatch/composite-alarm.ts';
import { dashboard } from './cloudwatch/dashboard.ts';
import { project } from './codebuild/project.ts';
import { application } from './codedeploy/application.ts';
import { deploymentConfig } from './codedeploy/deployment-config.ts';
import { deploymentGroup } from './codedeploy/deployment-group.ts';
import { exportReader } from './cross-region/export-reader.ts';
import { exportWriter } from './cross-region/export-writer.ts';
import { globalTable } from './dynamodb/global-table.ts';
import { table } from './dynamodb/table.ts';
import { networkParts } from './ec2/network-parts.ts';
import { repository } from './ecr/repository.ts';
import { signingConfiguration } from './ecr/signing-configuration.ts';
import { cluster } from './ecs/cluster.ts';
import { service } from './ecs/service.ts';
import { taskDefinition } from './ecs/task-definition.ts';
import { listener } from './elasticloadbalancing/listener.ts';
import { listenerRule } from './elasticloadbalancing/listener-rule.ts';
import { loadBalancer } from './elasticloadbalancing/load-balancer.ts';
import { targetGroup } from './elasticloadbalancing/target-group.ts';
import { eventBus } from './events/event-bus.ts';
import { eventBusPolicy } from './events/event-bus-policy.ts';
import { rule } from './events/rule.ts';
import { managedPolicy } from './iam/managed-policy.ts';
import { policy, rolePolicy } from './iam/policy.ts';
import { role } from './iam/role.ts';
import { inertProviders } from './inert.ts';
import { alias } from './lambda/alias.ts';
import { eventInvokeConfig } from './lambda/event-invoke-config.ts';
import { eventSourceMapping } from './lambda/event-source-mapping.ts';
import { lambdaFunction } from './lambda/function.ts';
import { permission } from './lambda/permission.ts';
import { url } from './lambda/url.ts';
import { version } from './lambda/version.ts';
import { logGroup } from './logs/log-group.ts';
import { logRetention } from './logs/log-retention.ts';
import { metricFilter } from './logs/metric-filter.ts';
import { resourcePolicy } from './logs/resource-policy.ts';
import { bucket } from './s3/bucket.ts';
import { schedule } from './scheduler/schedule.ts';
import { scheduleGroup } from './scheduler/schedule-group.ts';
import { secret } from './secretsmanager/secret.ts';
import { subscription } from './sns/subscription.ts';
import { topic } from './sns/topic.ts';
import { topicInlinePolicy, topicPolicy } from './sns/topic-policy.ts';
import { queue } from './sqs/queue.ts';
import { queueInlinePolicy, queuePolicy } from './sqs/queue-policy.ts';
import { parameter } from './ssm/parameter.ts';
import { stateMachine } from './stepfunctions/state-machine.ts';
import { stateMachineAlias } from './stepfunctions/state-machine-alias.ts';
import { stateMachineVersion } from './stepfunctions/state-machine-version.ts';

const PROVIDERS: readonly ResourceProvider[] = [
  alarm,
  alias,
  application,
  bucket,
  cluster,
  compositeAlarm,
  dashboard,
  deploymentConfig,
  deploymentGroup,
  eventBus,
  eventBusPolicy,
  eventInvokeConfig,
  eventSourceMapping,
  exportReader,
  exportWriter,
  globalTable,
  lambdaFunction,
  listener,
  listenerRule,
  loadBalancer,
  logGroup,
  logRetention,
  managedPolicy,
  metricFilter,
  parameter,
  permission,
  policy,
  project,
  queue,
  queueInlinePolicy,
  queuePolicy,
  repository,
  resourcePolicy,
  role,
  rolePolicy,
  rule,
  scalableTarget,
  scalingPolicy,
  schedule,
  scheduleGroup,
  secret,
  service,
  signingConfiguration,
  stateMachine,
  stateMachineAlias,
  stateMachineVersion,
  subscription,
  table,
  targetGroup,
  taskDefinition,
  topic,
  topicInlinePolicy,
  topicPolicy,
  url,
  version,
  ...networkParts,
  ...inertProviders,
];

const byType = new Map(PROVIDERS.map((provider) => [provider.type, provider]));

export const providerFor = (type: string): ResourceProvider | undefined => byType.get(type);

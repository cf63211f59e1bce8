// What operations need, service by service: the table of AWS's mechanics, row by row.
import { describe, expect, it } from 'vitest';
import type { ServiceId } from '../../../twin/host/call-context.ts';
import { needsOf } from '../../../twin/iam/actions/index.ts';
import type { Scope } from '../../../twin/iam/actions/table.ts';

const A = '123456789012';
const at: Scope = {
  region: 'r',
  account: A,
  arn: (service, resource) => `arn:aws:${service}:r:${A}:${resource}`,
  deploymentGroup: (id) => (id === 'd-1' ? 'Shop/Shop-DG' : undefined),
  stateMachine: (token) =>
    token === 'known' ? `arn:aws:states:r:${A}:stateMachine:release` : undefined,
};

const LISTENER = `arn:aws:elasticloadbalancing:r:${A}:listener/app/shop/1/2`;
const RULE = `arn:aws:elasticloadbalancing:r:${A}:listener-rule/app/shop/1/2/3`;
const ROLE = `arn:aws:iam::${A}:role/Task`;
const GROUP = `codedeploy:r:${A}:deploymentgroup:Shop/Shop-DG`;

const cases: [ServiceId, string, object, string[]][] = [
  // CodeDeploy decides on the group, and on what the deployment uses besides.
  [
    'codedeploy',
    'CreateDeployment',
    { applicationName: 'Shop', deploymentGroupName: 'Shop-DG', deploymentConfigName: 'AllAtOnce' },
    [
      `codedeploy:CreateDeployment ${GROUP}`,
      `codedeploy:RegisterApplicationRevision codedeploy:r:${A}:application:Shop`,
      `codedeploy:GetDeploymentConfig codedeploy:r:${A}:deploymentconfig:AllAtOnce`,
    ],
  ],
  ['codedeploy', 'StopDeployment', { deploymentId: 'd-1' }, ['codedeploy:StopDeployment *']],
  [
    'codedeploy',
    'ContinueDeployment',
    { deploymentId: 'd-1' },
    ['codedeploy:ContinueDeployment *'],
  ],
  ['codedeploy', 'GetDeployment', { deploymentId: 'd-1' }, [`codedeploy:GetDeployment ${GROUP}`]],
  ['codedeploy', 'GetDeployment', { deploymentId: 'd-2' }, ['codedeploy:GetDeployment *']],
  // ECS
  ['ecs', 'DescribeTaskDefinition', { taskDefinition: 'shop:1' }, ['ecs:DescribeTaskDefinition *']],
  [
    'ecs',
    'RegisterTaskDefinition',
    { family: 'shop', tags: [{ key: 'release', value: '1' }] },
    [
      'ecs:RegisterTaskDefinition *',
      `ecs:TagResource ecs:r:${A}:task-definition/shop`,
      `ecs:TagResource ecs:r:${A}:task-definition/shop:*`,
    ],
  ],
  [
    'ecs',
    'RegisterTaskDefinition',
    { family: 'shop', taskRoleArn: ROLE, executionRoleArn: `${ROLE}2` },
    [
      'ecs:RegisterTaskDefinition *',
      `iam:PassRole iam::${A}:role/Task`,
      `iam:PassRole iam::${A}:role/Task2`,
    ],
  ],
  [
    'ecs',
    'UpdateService',
    { cluster: `arn:aws:ecs:r:${A}:cluster/main`, service: 'shop' },
    [`ecs:UpdateService ecs:r:${A}:service/main/shop`],
  ],
  [
    'ecs',
    'DeleteTaskSet',
    { cluster: 'main', service: 'shop', taskSet: 'ecs-svc/1' },
    [`ecs:DeleteTaskSet ecs:r:${A}:task-set/main/shop/ecs-svc/1`],
  ],
  // S3 has names of its own for what its operations do.
  ['s3', 'PutObject', { Bucket: 'b', Key: 'a/k' }, ['s3:PutObject s3:::b/a/k']],
  ['s3', 'HeadObject', { Bucket: 'b', Key: 'k' }, ['s3:GetObject s3:::b/k']],
  ['s3', 'ListObjectsV2', { Bucket: 'b' }, ['s3:ListBucket s3:::b']],
  [
    's3',
    'DeleteObjects',
    { Bucket: 'b', Delete: { Objects: [{ Key: '1' }, { Key: '2' }] } },
    ['s3:DeleteObject s3:::b/1', 's3:DeleteObject s3:::b/2'],
  ],
  // Elastic Load Balancing
  ['elasticloadbalancing', 'DescribeRules', {}, ['elasticloadbalancing:DescribeRules *']],
  [
    'elasticloadbalancing',
    'DeleteRule',
    { RuleArn: RULE },
    [`elasticloadbalancing:DeleteRule ${RULE.slice(8)}`],
  ],
  [
    'elasticloadbalancing',
    'CreateRule',
    { ListenerArn: LISTENER, Tags: [{ Key: 'owner', Value: 'x' }] },
    [
      `elasticloadbalancing:CreateRule ${LISTENER.slice(8)}`,
      `elasticloadbalancing:AddTags elasticloadbalancing:r:${A}:listener-rule/app/shop/1/2/*`,
    ],
  ],
  // CloudWatch
  [
    'monitoring',
    'DescribeAlarms',
    { AlarmNames: ['a', 'b'] },
    [
      `cloudwatch:DescribeAlarms cloudwatch:r:${A}:alarm:a`,
      `cloudwatch:DescribeAlarms cloudwatch:r:${A}:alarm:b`,
    ],
  ],
  [
    'monitoring',
    'DescribeAlarms',
    { AlarmNames: ['a'], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
    ['cloudwatch:DescribeAlarms *'],
  ],
  ['monitoring', 'GetMetricData', {}, ['cloudwatch:GetMetricData *']],
  // Step Functions
  [
    'states',
    'SendTaskSuccess',
    { taskToken: 'known' },
    [`states:SendTaskSuccess states:r:${A}:stateMachine:release`],
  ],
  ['states', 'SendTaskFailure', { taskToken: 'other' }, ['states:SendTaskFailure some resource']],
  [
    'states',
    'StopExecution',
    { executionArn: `arn:aws:states:r:${A}:execution:release:1` },
    [`states:StopExecution states:r:${A}:execution:release:1`],
  ],
  // The others
  [
    'lambda',
    'Invoke',
    { FunctionName: 'judge', Qualifier: 'live' },
    [`lambda:InvokeFunction lambda:r:${A}:function:judge:live`],
  ],
  [
    'lambda',
    'Invoke',
    { FunctionName: `arn:aws:lambda:r:${A}:function:judge:live` },
    [`lambda:InvokeFunction lambda:r:${A}:function:judge:live`],
  ],
  [
    'lambda',
    'Invoke',
    { FunctionName: `${A}:function:judge` },
    [`lambda:InvokeFunction lambda:r:${A}:function:judge`],
  ],
  [
    'dynamodb',
    'GetItem',
    { TableName: `arn:aws:dynamodb:r:${A}:table/t` },
    [`dynamodb:GetItem dynamodb:r:${A}:table/t`],
  ],
  [
    'dynamodb',
    'TransactWriteItems',
    { TransactItems: [{ Put: { TableName: 't' } }, { ConditionCheck: { TableName: 't' } }] },
    [
      `dynamodb:PutItem dynamodb:r:${A}:table/t`,
      `dynamodb:ConditionCheckItem dynamodb:r:${A}:table/t`,
    ],
  ],
  [
    'dynamodb',
    'Query',
    { TableName: 't', IndexName: 'byDeadline' },
    [`dynamodb:Query dynamodb:r:${A}:table/t/index/byDeadline`],
  ],
  [
    'events',
    'PutTargets',
    { Rule: 'pushes', Targets: [{ Id: '1', Arn: 'x', RoleArn: ROLE }] },
    [`events:PutTargets events:r:${A}:rule/pushes`, `iam:PassRole iam::${A}:role/Task`],
  ],
  [
    'logs',
    'PutLogEvents',
    { logGroupName: '/aws/lambda/x', logStreamName: 's' },
    [`logs:PutLogEvents logs:r:${A}:log-group:/aws/lambda/x:log-stream:s`],
  ],
  [
    'codebuild',
    'BatchGetBuilds',
    { ids: ['shop:1-2'] },
    [`codebuild:BatchGetBuilds codebuild:r:${A}:project/shop`],
  ],
  ['ssm', 'GetParameter', { Name: '/shop/x' }, [`ssm:GetParameter ssm:r:${A}:parameter/shop/x`]],
  [
    'application-autoscaling',
    'RegisterScalableTarget',
    { ServiceNamespace: 'ecs', ResourceId: 'service/main/shop' },
    [
      `application-autoscaling:RegisterScalableTarget application-autoscaling:r:${A}:scalable-target/*`,
      `ecs:DescribeServices ecs:r:${A}:service/main/shop`,
      `ecs:UpdateService ecs:r:${A}:service/main/shop`,
      'cloudwatch:DescribeAlarms *',
      'cloudwatch:PutMetricAlarm *',
      'cloudwatch:DeleteAlarms *',
    ],
  ],
  ['sts', 'GetCallerIdentity', {}, []],
];

describe('an operation', () => {
  it.each(cases)('%s %s %j needs %j', (service, operation, input, expected) => {
    const needs = needsOf({ service, operation, input }, at);
    expect(needs.map((need) => `${need.action} ${need.resource.replace('arn:aws:', '')}`)).toEqual(
      expected,
    );
  });

  it('brings the condition keys that its service knows', () => {
    const keysOf = (service: ServiceId, operation: string, input: object) =>
      needsOf({ service, operation, input }, at).map(({ keys }) => keys);
    expect(keysOf('monitoring', 'PutMetricData', { Namespace: 'Shop' })).toEqual([
      { 'cloudwatch:namespace': 'Shop' },
    ]);
    expect(keysOf('ecs', 'DescribeServices', { cluster: 'main', services: ['s'] })).toEqual([
      { 'ecs:cluster': `arn:aws:ecs:r:${A}:cluster/main` },
    ]);
    expect(keysOf('states', 'CreateStateMachine', { name: 'm', roleArn: ROLE })[1]).toEqual({
      'iam:PassedToService': 'states.amazonaws.com',
    });
  });
});

// Policies that AWS manages and that CDK attaches, from the AWS Managed Policy Reference Guide.
import type { PolicyDocument, Statement } from './document.ts';

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

const LOAD_BALANCER_SHIFT = [
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:ModifyListener',
  'elasticloadbalancing:DescribeRules',
  'elasticloadbalancing:ModifyRule',
];

const TASK_SETS = [
  'ecs:DescribeServices',
  'ecs:CreateTaskSet',
  'ecs:UpdateServicePrimaryTaskSet',
  'ecs:DeleteTaskSet',
];

const TRACES = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:GetSamplingStatisticSummaries',
];

const allow = (
  actions: readonly string[],
  resource: string | readonly string[] = '*',
  condition?: Statement['Condition'],
): Statement => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resource,
  ...(condition === undefined ? {} : { Condition: condition }),
});

const TO_TASKS = { StringLike: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } };
const TAGGED_FOR_CODEDEPLOY = {
  StringEquals: { 's3:ExistingObjectTag/UseWithCodeDeploy': 'true' },
};

const STATEMENTS: Readonly<Record<string, readonly Statement[]>> = {
  AdministratorAccess: [allow(['*'])],
  'service-role/AWSLambdaBasicExecutionRole': [allow(LOGS)],
  'service-role/AWSLambdaVPCAccessExecutionRole': [
    allow([
      ...LOGS,
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ]),
  ],
  'service-role/AWSLambdaSQSQueueExecutionRole': [
    allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', ...LOGS]),
  ],
  CloudWatchLambdaInsightsExecutionRolePolicy: [
    allow(['logs:CreateLogGroup']),
    allow(
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'arn:aws:logs:*:*:log-group:/aws/lambda-insights:*',
    ),
  ],
  AWSXRayDaemonWriteAccess: [allow(TRACES)],
  AWSXrayWriteOnlyAccess: [allow(TRACES)],
  'service-role/AmazonECSTaskExecutionRolePolicy': [
    allow([
      'ecr:GetAuthorizationToken',
      'ecr:BatchCheckLayerAvailability',
      'ecr:GetDownloadUrlForLayer',
      'ecr:BatchGetImage',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]),
  ],
  'service-role/AmazonEC2ContainerServiceEventsRole': [
    allow(['ecs:RunTask']),
    allow(['iam:PassRole'], '*', TO_TASKS),
    allow(['ecs:TagResource'], '*', { StringEquals: { 'ecs:CreateAction': ['RunTask'] } }),
  ],
  AmazonECSInfrastructureRolePolicyForLoadBalancers: [
    allow([
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeRules',
      'elasticloadbalancing:DescribeTargetGroups',
      'elasticloadbalancing:DescribeTargetHealth',
    ]),
    allow(
      ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
      'arn:aws:elasticloadbalancing:*:*:targetgroup/*/*',
    ),
    allow(
      ['elasticloadbalancing:ModifyListener'],
      [
        'arn:aws:elasticloadbalancing:*:*:listener/app/*/*/*',
        'arn:aws:elasticloadbalancing:*:*:listener/net/*/*/*',
      ],
    ),
    allow(
      ['elasticloadbalancing:ModifyRule'],
      'arn:aws:elasticloadbalancing:*:*:listener-rule/app/*/*/*/*',
    ),
  ],
  AWSCodeDeployRoleForECS: [
    allow([
      ...TASK_SETS,
      ...LOAD_BALANCER_SHIFT,
      'lambda:InvokeFunction',
      'cloudwatch:DescribeAlarms',
      'sns:Publish',
      's3:GetObject',
      's3:GetObjectVersion',
    ]),
    allow(['iam:PassRole'], '*', TO_TASKS),
  ],
  AWSCodeDeployRoleForECSLimited: [
    allow([...TASK_SETS, 'cloudwatch:DescribeAlarms']),
    allow(['sns:Publish'], 'arn:aws:sns:*:*:CodeDeployTopic_*'),
    allow(LOAD_BALANCER_SHIFT),
    allow(['lambda:InvokeFunction'], 'arn:aws:lambda:*:*:function:CodeDeployHook_*'),
    allow(['s3:GetObject', 's3:GetObjectVersion'], '*', TAGGED_FOR_CODEDEPLOY),
    allow(
      ['iam:PassRole'],
      ['arn:aws:iam::*:role/ecsTaskExecutionRole', 'arn:aws:iam::*:role/ECSTaskExecution*'],
      TO_TASKS,
    ),
  ],
  'service-role/AWSCodeDeployRoleForLambda': [
    allow([
      'cloudwatch:DescribeAlarms',
      'lambda:UpdateAlias',
      'lambda:GetAlias',
      'lambda:GetProvisionedConcurrencyConfig',
      'sns:Publish',
    ]),
    allow(['s3:GetObject', 's3:GetObjectVersion'], 'arn:aws:s3:::*/CodeDeploy/*'),
    allow(['s3:GetObject', 's3:GetObjectVersion'], '*', TAGGED_FOR_CODEDEPLOY),
    allow(['lambda:InvokeFunction'], 'arn:aws:lambda:*:*:function:CodeDeployHook_*'),
  ],
};

const documents = new Map(
  Object.entries(STATEMENTS).map(([name, Statement]): [string, PolicyDocument] => [
    `arn:aws:iam::aws:policy/${name}`,
    { Version: '2012-10-17', Statement },
  ]),
);

export const managedByAws = (arn: string): PolicyDocument | undefined => documents.get(arn);

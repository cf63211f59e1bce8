// A CDK app to try a whole twin with: a service that sells tickets, released by CodeDeploy whenever an image is pushed.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { type Assembly, readAssembly } from '../../../twin/assembly/index.ts';
import { bundleFunction } from '../support/functions.ts';
import { smoke } from './smoke.ts';

export interface AppOptions {
  readonly routing?: keyof typeof ROUTINGS;
  /** Whether somebody has to say that the traffic may shift, and how long there is time for it. */
  readonly approvalHours?: number;
  /** An action that the app does not grant, though it needs it. */
  readonly without?: string;
  /** An action that the app grants to its machine, though it does not need it. */
  readonly extra?: string;
}

export const NAMES = {
  repository: 'tickets',
  cluster: 'main',
  service: 'tickets',
  blue: 'tickets-blue',
  green: 'tickets-green',
  loadBalancer: 'tickets',
  application: 'tickets',
  group: 'tickets',
  machine: 'release',
  hook: 'smoke',
  alarm: 'tickets-errors',
} as const;

const ROUTINGS = {
  allAtOnce: codedeploy.TrafficRouting.allAtOnce(),
  canary: codedeploy.TrafficRouting.timeBasedCanary({
    interval: Duration.minutes(15),
    percentage: 10,
  }),
  linear: codedeploy.TrafficRouting.timeBasedLinear({
    interval: Duration.minutes(2),
    percentage: 25,
  }),
};

/** CDK's own classes and interfaces disagree about `undefined` under exactOptionalPropertyTypes. */
type Vpc = ec2.IVpc;

export function synthesise(options: AppOptions = {}): Assembly {
  const outdir = mkdtempSync(join(tmpdir(), 'tickets-'));
  const app = new App({ outdir });
  const images = new Stack(app, 'Images');
  const repository = new ecr.Repository(images, 'Repository', { repositoryName: NAMES.repository });
  const stack = new Stack(app, 'Tickets');
  const front = addFront(stack);
  const { service, taskDefinition } = addService(stack, front, repository);
  const alarm = addAlarm(stack, front);
  const group = addDeployments(stack, { ...front, service, alarm }, options);
  const smokeTest = addHook(stack, front, options);
  addMachine(stack, { repository, taskDefinition, group, smokeTest }, options);
  app.synth();
  return readAssembly(outdir);
}

type Front = ReturnType<typeof addFront>;

function addFront(stack: Stack) {
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 }) as Vpc;
  const balancer = new elb.ApplicationLoadBalancer(stack, 'Balancer', {
    vpc,
    loadBalancerName: NAMES.loadBalancer,
    internetFacing: true,
  });
  const group = (id: string, targetGroupName: string) =>
    new elb.ApplicationTargetGroup(stack, id, {
      vpc,
      targetGroupName,
      port: 8080,
      protocol: elb.ApplicationProtocol.HTTP,
      targetType: elb.TargetType.IP,
      deregistrationDelay: Duration.seconds(30),
      healthCheck: {
        path: '/health',
        healthyThresholdCount: 2,
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
      },
    });
  const blue = group('Blue', NAMES.blue);
  const green = group('Green', NAMES.green);
  const listener = (id: string, port: number) =>
    balancer.addListener(id, {
      port,
      protocol: elb.ApplicationProtocol.HTTP,
      defaultTargetGroups: [blue],
    });
  return {
    vpc,
    balancer,
    blue,
    green,
    production: listener('Http', 80),
    test: listener('Test', 9000),
  };
}

function addService(stack: Stack, { vpc, blue, production, test }: Front, images: ecr.Repository) {
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task', {
    family: 'tickets',
    cpu: 256,
    memoryLimitMiB: 512,
  });
  taskDefinition.addContainer('web', {
    image: ecs.ContainerImage.fromEcrRepository(images, 'v1'),
    portMappings: [{ containerPort: 8080 }],
  });
  const service = new ecs.FargateService(stack, 'Service', {
    cluster: new ecs.Cluster(stack, 'Cluster', { vpc, clusterName: NAMES.cluster }) as ecs.ICluster,
    serviceName: NAMES.service,
    taskDefinition,
    desiredCount: 2,
    minHealthyPercent: 100,
    deploymentController: { type: ecs.DeploymentControllerType.CODE_DEPLOY },
  });
  service.attachToApplicationTargetGroup(blue);
  service.node.addDependency(production, test);
  return { service, taskDefinition };
}

/** More than five errors in a minute, whoever answers. */
function addAlarm(stack: Stack, { balancer }: Front): cloudwatch.Alarm {
  return new cloudwatch.Alarm(stack, 'Errors', {
    alarmName: NAMES.alarm,
    metric: balancer.metrics.httpCodeTarget(elb.HttpCodeTarget.TARGET_5XX_COUNT, {
      period: Duration.minutes(1),
      statistic: 'Sum',
    }),
    threshold: 5,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
}

function addDeployments(
  stack: Stack,
  parts: Front & { service: ecs.FargateService; alarm: cloudwatch.Alarm },
  { routing = 'allAtOnce', approvalHours }: AppOptions,
): codedeploy.EcsDeploymentGroup {
  const { service, alarm, blue, green, production, test } = parts;
  const trafficRouting = ROUTINGS[routing];
  return new codedeploy.EcsDeploymentGroup(stack, 'Group', {
    application: new codedeploy.EcsApplication(stack, 'Application', {
      applicationName: NAMES.application,
    }),
    deploymentGroupName: NAMES.group,
    service,
    blueGreenDeploymentConfig: {
      blueTargetGroup: blue,
      greenTargetGroup: green,
      listener: production,
      testListener: test,
      terminationWaitTime: Duration.minutes(10),
      ...(approvalHours === undefined
        ? {}
        : { deploymentApprovalWaitTime: Duration.hours(approvalHours) }),
    },
    deploymentConfig: new codedeploy.EcsDeploymentConfig(stack, 'Routing', { trafficRouting }),
    alarms: [alarm],
    autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
  });
}

/** Looks at the new version through the test listener, and tells CodeDeploy whether it may go on. */
function addHook(stack: Stack, { balancer }: Front, options: AppOptions): lambda.Function {
  const hook = new lambda.Function(stack, 'Smoke', {
    functionName: NAMES.hook,
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromAsset(smokeBundle()),
    environment: { SMOKE_URL: `http://${balancer.loadBalancerDnsName}:9000/smoke` },
    timeout: Duration.minutes(2),
  });
  allow(hook, ['codedeploy:PutLifecycleEventHookExecutionStatus'], '*', options);
  return hook;
}

interface MachineParts {
  readonly repository: ecr.Repository;
  readonly taskDefinition: ecs.FargateTaskDefinition;
  readonly group: codedeploy.EcsDeploymentGroup;
  readonly smokeTest: lambda.Function;
}

function addMachine(stack: Stack, parts: MachineParts, options: AppOptions): void {
  const { repository, taskDefinition, group, smokeTest } = parts;
  const executionRole = taskDefinition.obtainExecutionRole();
  const machine = new sfn.StateMachine(stack, 'Release', {
    stateMachineName: NAMES.machine,
    definitionBody: sfn.DefinitionBody.fromFile(join(import.meta.dirname, 'release.asl.json')),
    definitionSubstitutions: {
      Repository: repository.repositoryUri,
      ExecutionRole: executionRole.roleArn,
      TaskRole: taskDefinition.taskRole.roleArn,
      Application: NAMES.application,
      Group: NAMES.group,
      Hook: smokeTest.functionName,
    },
  });
  const grant = (actions: readonly string[], ...on: readonly string[]) => {
    for (const resource of on) allow(machine, actions, resource, options);
  };
  const named = (resource: string) => stack.formatArn({ service: 'codedeploy', resource });
  grant(['ecs:RegisterTaskDefinition'], '*');
  grant(['iam:PassRole'], executionRole.roleArn, taskDefinition.taskRole.roleArn);
  grant(['codedeploy:CreateDeployment', 'codedeploy:GetDeployment'], group.deploymentGroupArn);
  grant(['codedeploy:RegisterApplicationRevision'], `${named('application')}:${NAMES.application}`);
  if (options.extra !== undefined) grant([options.extra], '*');
  new events.Rule(stack, 'Pushes', {
    eventPattern: {
      source: ['aws.ecr'],
      detailType: ['ECR Image Action'],
      detail: {
        'action-type': ['PUSH'],
        result: ['SUCCESS'],
        'repository-name': [NAMES.repository],
      },
    },
    targets: [new targets.SfnStateMachine(machine)],
  });
}

function allow(
  grantee: iam.IGrantable,
  actions: readonly string[],
  resource: string,
  { without }: AppOptions,
): void {
  const granted = actions.filter((action) => action !== without);
  if (granted.length === 0) return;
  const statement = new iam.PolicyStatement({ actions: granted, resources: [resource] });
  grantee.grantPrincipal.addToPrincipalPolicy(statement);
}

function smokeBundle(): string {
  const folder = mkdtempSync(join(tmpdir(), 'smoke-'));
  writeFileSync(join(folder, 'index.js'), bundleFunction(smoke));
  return folder;
}

// A service behind a load balancer under CodeDeploy, with neighbours that record what they are told.

import * as deploy from '@aws-sdk/client-codedeploy';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import * as ecsSdk from '@aws-sdk/client-ecs';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Authorizer } from '../../../../twin/host/authorizer.ts';
import type { EventsPeer, MonitoringPeer, ServiceEvent } from '../../../../twin/host/peers.ts';
import { defineService } from '../../../../twin/host/service.ts';
import { codedeployWith } from '../../../../twin/services/codedeploy/index.ts';
import {
  CAUTIOUS_CODEDEPLOY,
  type CodeDeployBehaviour,
} from '../../../../twin/services/codedeploy/unproven.ts';
import { ecs } from '../../../../twin/services/ecs/index.ts';
import { elasticloadbalancing } from '../../../../twin/services/elasticloadbalancing/index.ts';
import { startTwin } from '../../support/start-twin.ts';

export const ROLE = 'arn:aws:iam::123456789012:role/CodeDeploy';

export interface HookCall {
  readonly functionName: string;
  readonly deploymentId: string;
  readonly executionId: string;
}

export interface ShopOptions {
  readonly behaviour?: Partial<CodeDeployBehaviour>;
  readonly group?: Partial<deploy.CreateDeploymentGroupCommandInput>;
  readonly readyMinutes?: number;
  readonly terminationMinutes?: number;
  readonly rollbackOn?: readonly deploy.AutoRollbackEvent[];
  readonly alarms?: readonly string[];
  readonly testListener?: boolean;
  readonly authorizer?: Authorizer;
}

export async function startShop(options: ShopOptions = {}) {
  const outside = recordOutside();
  const codedeploy = codedeployWith({ ...CAUTIOUS_CODEDEPLOY, ...options.behaviour });
  const started = startTwin({
    services: [codedeploy, ecs, elasticloadbalancing, ...outside.services],
    ...(options.authorizer === undefined
      ? {}
      : { authorizer: () => options.authorizer as Authorizer }),
  });
  const { pass } = started;
  const clients = {
    codedeploy: started.client(CodeDeployClient),
    ecs: started.client(ecsSdk.ECSClient),
    elb: started.client(elb.ElasticLoadBalancingV2Client),
  };
  const balancer = await createBalancer(clients.elb, options.testListener ?? true);
  const taskDefinition = await createService(clients.ecs, balancer.blue);
  await pass(600);
  await clients.codedeploy.send(
    new deploy.CreateApplicationCommand({ applicationName: 'shop', computePlatform: 'ECS' }),
  );
  const createGroup = (changes: Partial<deploy.CreateDeploymentGroupCommandInput> = {}) =>
    started.pump.runUntil(
      clients.codedeploy.send(
        new deploy.CreateDeploymentGroupCommand({ ...groupInput(balancer, options), ...changes }),
      ),
    );
  if (options.group === undefined) await createGroup();
  const shop = { ...started, ...outside, ...balancer, clients, taskDefinition, createGroup };
  return { ...shop, ...asks(shop) };
}

export type Shop = Awaited<ReturnType<typeof startShop>>;

function asks(shop: {
  clients: {
    codedeploy: CodeDeployClient;
    elb: elb.ElasticLoadBalancingV2Client;
    ecs: ecsSdk.ECSClient;
  };
  taskDefinition: string;
  production: string;
  test: string | undefined;
  clock: { now(): number };
  pass(seconds: number): Promise<void>;
}) {
  const { codedeploy } = shop.clients;
  const read = async (deploymentId: string) => {
    const { deploymentInfo } = await codedeploy.send(
      new deploy.GetDeploymentCommand({ deploymentId }),
    );
    return deploymentInfo ?? {};
  };
  const target = async (deploymentId: string) => {
    const { deploymentTarget } = await codedeploy.send(
      new deploy.GetDeploymentTargetCommand({ deploymentId, targetId: 'main:auth' }),
    );
    return deploymentTarget?.ecsTarget ?? {};
  };
  const weights = async (listenerArn = shop.production) => {
    const { Rules = [] } = await shop.clients.elb.send(
      new elb.DescribeRulesCommand({ ListenerArn: listenerArn }),
    );
    const groups = Rules.at(-1)?.Actions?.[0]?.ForwardConfig?.TargetGroups ?? [];
    return Object.fromEntries(
      groups.map(({ TargetGroupArn = '', Weight }) => [TargetGroupArn.split('/')[1], Weight]),
    );
  };
  return {
    read,
    target,
    weights,
    create: async (
      changes: Partial<deploy.CreateDeploymentCommandInput> = {},
      hooks: object[] = [],
    ) => {
      const { deploymentId = '' } = await codedeploy.send(
        new deploy.CreateDeploymentCommand({
          applicationName: 'shop',
          deploymentGroupName: 'auth',
          revision: revision(shop.taskDefinition, hooks),
          ...changes,
        }),
      );
      return deploymentId;
    },
    /** Status of each lifecycle event, in order. */
    lifecycle: async (deploymentId: string) =>
      ((await target(deploymentId)).lifecycleEvents ?? []).map(
        ({ lifecycleEventName, status }) => `${lifecycleEventName} ${status}`,
      ),
    taskSets: async () => {
      const { services = [] } = await shop.clients.ecs.send(
        new ecsSdk.DescribeServicesCommand({ cluster: 'main', services: ['auth'] }),
      );
      return (services[0]?.taskSets ?? []).map(({ status, loadBalancers, externalId }) => ({
        status,
        group: loadBalancers?.[0]?.targetGroupArn?.split('/')[1],
        externalId,
      }));
    },
    /** Lets time pass until the deployment has the status; how many seconds it took. */
    passUntil: async (deploymentId: string, status: string, secondsMax = 7200) => {
      const from = shop.clock.now();
      while ((await read(deploymentId)).status !== status) {
        const seconds = (shop.clock.now() - from) / 1000;
        if (seconds > secondsMax)
          throw new Error(`${deploymentId} is not ${status} after ${seconds} s`);
        await shop.pass(1);
      }
      return (shop.clock.now() - from) / 1000;
    },
  };
}

export const revision = (
  taskDefinition: string,
  hooks: object[] = [],
): deploy.RevisionLocation => ({
  revisionType: 'AppSpecContent',
  appSpecContent: {
    content: JSON.stringify({
      version: 0,
      Resources: [
        {
          TargetService: {
            Type: 'AWS::ECS::Service',
            Properties: {
              TaskDefinition: taskDefinition,
              LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 8080 },
            },
          },
        },
      ],
      Hooks: hooks,
    }),
  },
});

const groupInput = (
  { production, test }: { production: string; test: string | undefined },
  options: ShopOptions,
): deploy.CreateDeploymentGroupCommandInput => ({
  applicationName: 'shop',
  deploymentGroupName: 'auth',
  serviceRoleArn: ROLE,
  ecsServices: [{ clusterName: 'main', serviceName: 'auth' }],
  deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
  loadBalancerInfo: {
    targetGroupPairInfoList: [
      {
        targetGroups: [{ name: 'auth-a' }, { name: 'auth-b' }],
        prodTrafficRoute: { listenerArns: [production] },
        ...(test === undefined ? {} : { testTrafficRoute: { listenerArns: [test] } }),
      },
    ],
  },
  blueGreenDeploymentConfiguration: {
    deploymentReadyOption:
      options.readyMinutes === undefined
        ? { actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 0 }
        : { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: options.readyMinutes },
    terminateBlueInstancesOnDeploymentSuccess: {
      action: 'TERMINATE',
      terminationWaitTimeInMinutes: options.terminationMinutes ?? 5,
    },
  },
  ...(options.rollbackOn === undefined
    ? {}
    : { autoRollbackConfiguration: { enabled: true, events: [...options.rollbackOn] } }),
  ...(options.alarms === undefined
    ? {}
    : {
        alarmConfiguration: { enabled: true, alarms: options.alarms.map((name) => ({ name })) },
      }),
  ...options.group,
});

async function createBalancer(client: elb.ElasticLoadBalancingV2Client, withTest: boolean) {
  const { LoadBalancers = [] } = await client.send(
    new elb.CreateLoadBalancerCommand({ Name: 'shop', Subnets: ['subnet-1', 'subnet-2'] }),
  );
  const group = async (Name: string) => {
    const { TargetGroups = [] } = await client.send(
      new elb.CreateTargetGroupCommand({
        Name,
        Protocol: 'HTTP',
        Port: 8080,
        VpcId: 'vpc-1',
        TargetType: 'ip',
        HealthCheckIntervalSeconds: 10,
        HealthyThresholdCount: 2,
      }),
    );
    return TargetGroups[0]?.TargetGroupArn ?? '';
  };
  const blue = await group('auth-a');
  const green = await group('auth-b');
  const listener = async (Port: number) => {
    const { Listeners = [] } = await client.send(
      new elb.CreateListenerCommand({
        LoadBalancerArn: LoadBalancers[0]?.LoadBalancerArn,
        Protocol: 'HTTP',
        Port,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: blue }],
      }),
    );
    return Listeners[0]?.ListenerArn ?? '';
  };
  const production = await listener(80);
  return { blue, green, production, test: withTest ? await listener(8080) : undefined };
}

async function createService(client: ecsSdk.ECSClient, blue: string): Promise<string> {
  await client.send(new ecsSdk.CreateClusterCommand({ clusterName: 'main' }));
  const { taskDefinition } = await client.send(
    new ecsSdk.RegisterTaskDefinitionCommand({
      family: 'auth',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      executionRoleArn: 'arn:aws:iam::123456789012:role/Execution',
      containerDefinitions: [
        { name: 'app', image: 'public/auth:1', portMappings: [{ containerPort: 8080 }] },
      ],
    }),
  );
  await client.send(
    new ecsSdk.CreateServiceCommand({
      cluster: 'main',
      serviceName: 'auth',
      taskDefinition: taskDefinition?.taskDefinitionArn,
      desiredCount: 2,
      launchType: 'FARGATE',
      deploymentController: { type: 'CODE_DEPLOY' },
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      loadBalancers: [{ targetGroupArn: blue, containerName: 'app', containerPort: 8080 }],
    }),
  );
  return taskDefinition?.taskDefinitionArn ?? '';
}

function recordOutside() {
  const events: ServiceEvent[] = [];
  const hooks: HookCall[] = [];
  const messages: Record<string, unknown>[] = [];
  const inAlarm = new Set<string>();
  const missing = new Set<string>();
  return {
    events,
    hooks,
    messages,
    inAlarm,
    missing,
    /** States of the deployments, as the bus heard them. */
    states: () =>
      events
        .filter(({ source }) => source === 'aws.codedeploy')
        .map(({ detail }) => (detail as { state: string }).state),
    services: [
      defineService<object, EventsPeer>({
        id: 'events',
        load: () => import('@aws-sdk/client-eventbridge'),
        create: () => ({ operations: {}, peer: { emit: (event) => void events.push(event) } }),
      }),
      defineService<typeof import('@aws-sdk/client-cloudwatch'), MonitoringPeer>({
        id: 'monitoring',
        load: () => import('@aws-sdk/client-cloudwatch'),
        create: () => ({
          operations: {
            DescribeAlarms: ({ AlarmNames = [] }) => ({
              MetricAlarms: AlarmNames.filter((name) => !missing.has(name)).map((AlarmName) => ({
                AlarmName,
                StateValue: inAlarm.has(AlarmName) ? 'ALARM' : 'OK',
              })),
            }),
          },
          peer: { publish: () => undefined },
        }),
      }),
      defineService({
        id: 'lambda',
        load: () => import('@aws-sdk/client-lambda'),
        create: () => ({
          operations: {
            Invoke({ FunctionName: functionName = '', Payload }) {
              const event = JSON.parse(Buffer.from(Payload as Uint8Array).toString());
              hooks.push({
                functionName,
                deploymentId: event.DeploymentId,
                executionId: event.LifecycleEventHookExecutionId,
              });
              return { StatusCode: 202 };
            },
          },
          peer: {},
        }),
      }),
      defineService({
        id: 'sns',
        load: () => import('@aws-sdk/client-sns'),
        create: () => ({
          operations: {
            Publish({ Message = '' }) {
              messages.push(JSON.parse(Message));
              return {};
            },
          },
          peer: {},
        }),
      }),
    ],
  };
}

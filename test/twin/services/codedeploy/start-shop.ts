// A service behind a load balancer under CodeDeploy, with neighbours that record what they are told.

import * as deploy from '@aws-sdk/client-codedeploy';

import * as ecsSdk from '@aws-sdk/client-ecs';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import { codedeployWith } from '../../../../twin/services/codedeploy/index.ts';
import {
  CAUTIOUS_CODEDEPLOY,
  type CodeDeployBehaviour,
} from '../../../../twin/services/codedeploy/unproven.ts';
import { ecs } from '../../../../twin/services/ecs/index.ts';
import { elasticloadbalancing } from '../../../../twin/services/elasticloadbalancing/index.ts';
import type { TwinOptions } from '../../../../twin/twin.ts';
import { type StartOptions, startTwin } from '../../support/start-twin.ts';
import { asks } from './asks.ts';
import { createBalancer, createService } from './create-world.ts';
import { recordOutside } from './record-outside.ts';

export const ROLE = 'arn:aws:iam::123456789012:role/CodeDeploy';

export interface ShopOptions {
  readonly behaviour?: Partial<CodeDeployBehaviour>;
  readonly triggers?: readonly deploy.TriggerEventType[];
  readonly readyMinutes?: number;
  readonly terminationMinutes?: number;
  readonly rollbackOn?: readonly deploy.AutoRollbackEvent[];
  readonly alarms?: readonly string[];
  readonly testListener?: boolean;
  readonly seed?: number;
  readonly authorizer?: NonNullable<TwinOptions['authorizer']>;
  /** Neighbours that take the place of those that only record. */
  readonly services?: StartOptions['services'];
}

export async function startShop(options: ShopOptions = {}) {
  const outside = recordOutside();
  const codedeploy = codedeployWith({ ...CAUTIOUS_CODEDEPLOY, ...options.behaviour });
  const started = startTwin({
    services: [
      codedeploy,
      ecs,
      elasticloadbalancing,
      ...outside.services,
      ...(options.services ?? []),
    ],
    seed: options.seed ?? 1,
    ...(options.authorizer === undefined ? {} : { authorizer: options.authorizer }),
  });
  const { pass } = started;
  const clients = {
    codedeploy: started.client(deploy.CodeDeployClient),
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
  await createGroup();
  const shop = { ...started, ...outside, ...balancer, clients, taskDefinition, createGroup };
  return { ...shop, ...asks(shop) };
}

export type Shop = Awaited<ReturnType<typeof startShop>>;

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
  ...(options.triggers === undefined
    ? {}
    : {
        triggerConfigurations: [
          {
            triggerName: 'tell',
            triggerTargetArn: 'arn:aws:sns:us-east-1:123456789012:deployments',
            triggerEvents: [...options.triggers],
          },
        ],
      }),
});

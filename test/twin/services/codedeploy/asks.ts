// What tests ask of a shop: deployments, their targets, the weights of listeners, the task sets of the service.
import * as deploy from '@aws-sdk/client-codedeploy';
import * as ecsSdk from '@aws-sdk/client-ecs';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Pump } from '../../../../twin/kernel/pump.ts';
import type { HookCall } from './record-outside.ts';

const HOUR_MS = 3_600_000;
/** The event by which the bus hears of a status. */
const ANNOUNCED = {
  Ready: 'READY',
  Succeeded: 'SUCCESS',
  Failed: 'FAILURE',
  Stopped: 'STOP',
} as const;

export function asks(shop: {
  clients: {
    codedeploy: deploy.CodeDeployClient;
    elb: elb.ElasticLoadBalancingV2Client;
    ecs: ecsSdk.ECSClient;
  };
  taskDefinition: string;
  production: string;
  test: string | undefined;
  clock: { now(): number };
  hooks: readonly HookCall[];
  pump: Pump;
  told(deploymentId: string): readonly string[];
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
  const weights = async (listenerArn = shop.production, priority = 'default') => {
    const { Rules = [] } = await shop.clients.elb.send(
      new elb.DescribeRulesCommand({ ListenerArn: listenerArn }),
    );
    const rule = Rules.find(({ Priority }) => Priority === priority);
    const groups = rule?.Actions?.[0]?.ForwardConfig?.TargetGroups ?? [];
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
    scaleTo: async (desiredCount: number) => {
      await shop.clients.ecs.send(
        new ecsSdk.UpdateServiceCommand({ cluster: 'main', service: 'auth', desiredCount }),
      );
    },
    /** Weights of the rule with that priority on the production listener. */
    ruleWeights: (priority: number) => weights(shop.production, String(priority)),
    /** The hook that was called as the n-th, as soon as it is. */
    nextHook: async (count: number): Promise<HookCall> => {
      await shop.pump.runWhile(() => shop.hooks.length < count, shop.clock.now() + HOUR_MS);
      const hook = shop.hooks[count - 1];
      if (hook === undefined) throw new Error(`hook ${count} was not called within an hour`);
      return hook;
    },
    answer: ({ deploymentId, executionId }: HookCall, status: deploy.LifecycleEventStatus) =>
      codedeploy.send(
        new deploy.PutLifecycleEventHookExecutionStatusCommand({
          deploymentId,
          lifecycleEventHookExecutionId: executionId,
          status,
        }),
      ),
    /** Lets time pass until the deployment has the status; how many seconds it took. */
    passUntil: async (
      deploymentId: string,
      status: keyof typeof ANNOUNCED,
      secondsMax = 7200,
    ): Promise<number> => {
      const from = shop.clock.now();
      const announced = () => shop.told(deploymentId).includes(ANNOUNCED[status]);
      await shop.pump.runWhile(() => !announced(), from + secondsMax * 1000);
      if (!announced()) throw new Error(`${deploymentId} is not ${status} after ${secondsMax} s`);
      return (shop.clock.now() - from) / 1000;
    },
  };
}

const revision = (taskDefinition: string, hooks: object[] = []): deploy.RevisionLocation => ({
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

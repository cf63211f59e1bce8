import {
  CreateDeploymentConfigCommand,
  CreateDeploymentGroupCommand,
  type CreateDeploymentGroupCommandInput,
  DeleteDeploymentConfigCommand,
  GetDeploymentGroupCommand,
  type TrafficRoutingConfig,
  UpdateDeploymentGroupCommand,
} from '@aws-sdk/client-codedeploy';
import { CreateServiceCommand } from '@aws-sdk/client-ecs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Shop, startShop } from './start-shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await startShop();
});

const names = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `a${index}` }));
const ready = (actionOnTimeout: 'CONTINUE_DEPLOYMENT' | 'STOP_DEPLOYMENT', minutes: number) => ({
  blueGreenDeploymentConfiguration: {
    deploymentReadyOption: { actionOnTimeout, waitTimeInMinutes: minutes },
  },
});
const pair = (groups: string[], listenerArns: string[]) => ({
  loadBalancerInfo: {
    targetGroupPairInfoList: [
      { targetGroups: groups.map((name) => ({ name })), prodTrafficRoute: { listenerArns } },
    ],
  },
});

describe('a deployment group', () => {
  it.each<[string, Partial<CreateDeploymentGroupCommandInput>, string, RegExp]>([
    [
      'KEEP_ALIVE',
      {
        blueGreenDeploymentConfiguration: {
          terminateBlueInstancesOnDeploymentSuccess: { action: 'KEEP_ALIVE' },
        },
      },
      'InvalidBlueGreenDeploymentConfigurationException',
      /must be TERMINATE/,
    ],
    [
      'a wait that continues by itself',
      ready('CONTINUE_DEPLOYMENT', 10),
      'InvalidBlueGreenDeploymentConfigurationException',
      /^Deployment ready action cannot be set to 'CONTINUE_DEPLOYMENT' when timeout is specified$/,
    ],
    [
      'a stop after no wait',
      ready('STOP_DEPLOYMENT', 0),
      'InvalidBlueGreenDeploymentConfigurationException',
      /^Deployment ready action cannot be set to STOP_DEPLOYMENT when timeout is set to 0 minutes$/,
    ],
    [
      'a wait of more than two days',
      ready('STOP_DEPLOYMENT', 2881),
      'InvalidBlueGreenDeploymentConfigurationException',
      /2880/,
    ],
    [
      'one target group',
      pair(['auth-a'], ['arn:listener']),
      'InvalidTargetGroupPairException',
      /two different target groups/,
    ],
    [
      'two production listeners',
      pair(['auth-a', 'auth-b'], ['arn:1', 'arn:2']),
      'InvalidLoadBalancerInfoException',
      /exactly one listener/,
    ],
    [
      'a rolling style',
      { deploymentStyle: { deploymentType: 'IN_PLACE' } },
      'InvalidDeploymentStyleException',
      /must be BLUE_GREEN/,
    ],
    [
      'eleven alarms',
      { alarmConfiguration: { enabled: true, alarms: names(11) } },
      'AlarmsLimitExceededException',
      /10/,
    ],
    [
      'alarms that are enabled and not there',
      { alarmConfiguration: { enabled: true, alarms: [] } },
      'InvalidAlarmConfigException',
      /alarm list is empty/,
    ],
    [
      'rollbacks without events',
      { autoRollbackConfiguration: { enabled: true, events: [] } },
      'InvalidAutoRollbackConfigException',
      /no event types/,
    ],
    ['no role', { serviceRoleArn: '' }, 'RoleRequiredException', /role/],
    [
      'an unknown configuration',
      { deploymentConfigName: 'Nope' },
      'DeploymentConfigDoesNotExistException',
      /Nope/,
    ],
    [
      'a service that another group has',
      {},
      'ECSServiceMappingLimitExceededException',
      /already associated/,
    ],
    [
      'a service that does not exist',
      { ecsServices: [{ clusterName: 'main', serviceName: 'nope' }] },
      'InvalidECSServiceException',
      /cannot be found/,
    ],
  ])('with %s is refused', async (_, changes, name, message) => {
    await expect(
      shop.createGroup({ deploymentGroupName: 'second', ...changes }),
    ).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
  });

  it('is refused for a service that ECS itself deploys', async () => {
    await shop.clients.ecs.send(
      new CreateServiceCommand({
        cluster: 'main',
        serviceName: 'rolling',
        taskDefinition: shop.taskDefinition,
        desiredCount: 0,
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      }),
    );
    await expect(
      shop.createGroup({
        deploymentGroupName: 'second',
        ecsServices: [{ clusterName: 'main', serviceName: 'rolling' }],
      }),
    ).rejects.toMatchObject({
      name: 'InvalidECSServiceException',
      message:
        "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller.",
    });
  });

  it('keeps what an update does not mention', async () => {
    const { clients, pump } = shop;
    await pump.runUntil(
      clients.codedeploy.send(
        new UpdateDeploymentGroupCommand({
          applicationName: 'shop',
          currentDeploymentGroupName: 'auth',
          alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] },
        }),
      ),
    );
    const { deploymentGroupInfo } = await clients.codedeploy.send(
      new GetDeploymentGroupCommand({ applicationName: 'shop', deploymentGroupName: 'auth' }),
    );
    expect(deploymentGroupInfo).toMatchObject({
      alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] },
      ecsServices: [{ clusterName: 'main', serviceName: 'auth' }],
      computePlatform: 'ECS',
    });
  });

  it('belongs to an application that exists', async () => {
    await expect(
      shop.clients.codedeploy.send(
        new CreateDeploymentGroupCommand({
          applicationName: 'nope',
          deploymentGroupName: 'x',
          serviceRoleArn: 'arn:aws:iam::123456789012:role/x',
        }),
      ),
    ).rejects.toMatchObject({
      name: 'ApplicationDoesNotExistException',
      message: 'No application found for name: nope',
    });
  });
});

describe('a deployment configuration', () => {
  const canary = (canaryPercentage: number, canaryInterval: number): TrafficRoutingConfig => ({
    type: 'TimeBasedCanary',
    timeBasedCanary: { canaryPercentage, canaryInterval },
  });
  it.each([
    ['of 100 percent at once', canary(100, 5)],
    ['of no percent', canary(0, 5)],
    ['of more than two days', canary(10, 2881)],
    [
      'whose steps take more than two days',
      {
        type: 'TimeBasedLinear' as const,
        timeBasedLinear: { linearPercentage: 10, linearInterval: 321 },
      },
    ],
    ['without a type', {}],
  ])('%s is refused', async (_, trafficRoutingConfig) => {
    await expect(
      shop.clients.codedeploy.send(
        new CreateDeploymentConfigCommand({
          deploymentConfigName: 'Bad',
          computePlatform: 'ECS',
          trafficRoutingConfig,
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidTrafficRoutingConfigurationException' });
  });

  it('that AWS brings cannot be deleted', async () => {
    await expect(
      shop.clients.codedeploy.send(
        new DeleteDeploymentConfigCommand({
          deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidOperationException' });
  });
});

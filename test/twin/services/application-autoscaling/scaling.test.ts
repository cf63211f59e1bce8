import {
  ApplicationAutoScalingClient,
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  DescribeScalingActivitiesCommand,
  DescribeScalingPoliciesCommand,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
  type RegisterScalableTargetCommandInput,
} from '@aws-sdk/client-application-auto-scaling';
import type * as CloudWatch from '@aws-sdk/client-cloudwatch';
import type * as Ecs from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { defineService } from '../../../../twin/host/service.ts';
import { applicationAutoscaling } from '../../../../twin/services/application-autoscaling/index.ts';
import { startTwin } from '../../support/start-twin.ts';

const service = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/main/auth',
  ScalableDimension: 'ecs:service:DesiredCount',
} as const;

async function start(settings: Partial<RegisterScalableTargetCommandInput> = {}) {
  const world = { desired: 4, cpu: 50 };
  const ecs = defineService<typeof Ecs, undefined>({
    id: 'ecs',
    load: () => import('@aws-sdk/client-ecs'),
    create: () => ({
      operations: {
        DescribeServices: () => ({ services: [{ desiredCount: world.desired }] }),
        UpdateService: ({ desiredCount = 0 }) => {
          world.desired = desiredCount;
          return {};
        },
      },
      peer: undefined,
    }),
  });
  const monitoring = defineService<typeof CloudWatch, undefined>({
    id: 'monitoring',
    load: () => import('@aws-sdk/client-cloudwatch'),
    create: ({ clock }) => {
      const history: CloudWatch.Datapoint[] = [];
      return {
        operations: {
          GetMetricStatistics({ MetricName, StartTime = new Date(0) }) {
            history.push({ Timestamp: clock.date(), Average: world.cpu });
            const recent = history.filter(({ Timestamp = new Date(0) }) => Timestamp >= StartTime);
            return { Datapoints: MetricName === 'CPUUtilization' ? recent.reverse() : [] };
          },
        },
        peer: undefined,
      };
    },
  });
  const twin = startTwin({ services: [applicationAutoscaling, ecs, monitoring] });
  const client = twin.client(ApplicationAutoScalingClient);
  const register = (changes: Partial<RegisterScalableTargetCommandInput>) =>
    client.send(new RegisterScalableTargetCommand({ ...service, ...changes }));
  await register({ MinCapacity: 2, MaxCapacity: 6, ...settings });
  await client.send(
    new PutScalingPolicyCommand({
      ...service,
      PolicyName: 'cpu',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 50,
        PredefinedMetricSpecification: {
          PredefinedMetricType: 'ECSServiceAverageCPUUtilization',
        },
      },
    }),
  );
  return { ...twin, client, world, register };
}

describe('target tracking', () => {
  it('scales out within minutes, to the maximum at most, and says so', async () => {
    const { world, pass, client } = await start();
    world.cpu = 100;
    await pass(5 * 60);
    expect(world.desired).toBe(6);
    const { ScalingActivities } = await client.send(new DescribeScalingActivitiesCommand(service));
    expect(ScalingActivities?.[0]).toMatchObject({
      StatusCode: 'Successful',
      Description: 'Setting desired count to 6.',
    });
  });

  it('scales in after a quarter of an hour, to the minimum at least', async () => {
    const { world, pass } = await start();
    world.cpu = 1;
    await pass(14 * 60);
    expect(world.desired).toBe(4);
    await pass(3 * 60);
    expect(world.desired).toBe(2);
  });

  it('waits after it has scaled', async () => {
    const { world, pass, register } = await start();
    await register({ MaxCapacity: 100 });
    world.cpu = 60;
    await pass(4 * 60);
    expect(world.desired).toBe(5);
    await pass(4 * 60);
    expect(world.desired).toBe(5);
    await pass(4 * 60);
    expect(world.desired).toBe(6);
  });

  it('lives through calls that fail', async () => {
    const { world, pass, twin } = await start();
    twin.faults.add({ hook: 'call', fault: 'error', service: 'ecs', times: 3 });
    world.cpu = 100;
    await pass(10 * 60);
    expect(world.desired).toBe(6);
  });
});

describe('suspension', () => {
  it.each([
    ['DynamicScalingInSuspended', 1, 4],
    ['DynamicScalingInSuspended', 100, 6],
    ['DynamicScalingOutSuspended', 100, 4],
    ['DynamicScalingOutSuspended', 1, 2],
  ] as const)('by %s at %i percent ends at %i tasks', async (name, cpu, desired) => {
    const { world, pass, register } = await start();
    await register({ SuspendedState: { [name]: true } });
    world.cpu = cpu;
    await pass(20 * 60);
    expect(world.desired).toBe(desired);
  });

  it('keeps what a call does not mention, and ends when it is told', async () => {
    const { client, register } = await start();
    const suspended = {
      DynamicScalingInSuspended: true,
      DynamicScalingOutSuspended: false,
      ScheduledScalingSuspended: true,
    };
    await register({ SuspendedState: suspended });
    await register({ MaxCapacity: 9 });
    const read = async () =>
      (await client.send(new DescribeScalableTargetsCommand(service))).ScalableTargets?.[0];
    expect(await read()).toMatchObject({
      MinCapacity: 2,
      MaxCapacity: 9,
      SuspendedState: suspended,
    });
    await register({
      SuspendedState: { DynamicScalingInSuspended: false, ScheduledScalingSuspended: false },
    });
    expect((await read())?.SuspendedState).toMatchObject({
      DynamicScalingInSuspended: false,
      ScheduledScalingSuspended: false,
    });
  });
});

describe('a scalable target', () => {
  it('that is deregistered is scaled no more, and unknown', async () => {
    const { client, world, pump } = await start();
    await client.send(new DeregisterScalableTargetCommand(service));
    world.cpu = 100;
    await pump.run();
    expect(world.desired).toBe(4);
    await expect(client.send(new DeregisterScalableTargetCommand(service))).rejects.toMatchObject({
      name: 'ObjectNotFoundException',
    });
    const { ScalingPolicies } = await client.send(new DescribeScalingPoliciesCommand(service));
    expect(ScalingPolicies).toEqual([]);
  });

  it.each([
    ['a minimum above its maximum', { MinCapacity: 7, MaxCapacity: 6 }],
    ['another dimension', { ScalableDimension: 'dynamodb:table:ReadCapacityUnits' as const }],
  ])('with %s is refused', async (_, settings) => {
    await expect(start(settings)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

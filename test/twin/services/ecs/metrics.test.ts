import { describe, expect, it } from 'vitest';
import { openShop, type ShopOptions } from '../../support/shop.ts';

async function openRunning(options: ShopOptions = {}) {
  const shop = await openShop({
    versions: { '1': { cpuPercent: 10, cpuPercentPerRequest: 2, memoryPercent: 40 } },
    ...options,
  });
  await shop.createService({ taskDefinition: await shop.register('1') });
  shop.visit({ requestsPerSecond: 20 });
  await shop.pass(600);
  const last = (namespace: string, metricName: string) =>
    shop.data.findLast((datum) => datum.namespace === namespace && datum.metricName === metricName);
  return { ...shop, last };
}

describe('metrics of tasks', () => {
  it('say how busy a service is, by cluster and service', async () => {
    const shop = await openRunning();
    expect(shop.last('AWS/ECS', 'CPUUtilization')).toMatchObject({
      dimensions: { ClusterName: 'shop', ServiceName: 'shop' },
      unit: 'Percent',
      values: [
        { value: 30, count: 1 },
        { value: 30, count: 1 },
      ],
    });
    expect(shop.last('AWS/ECS', 'MemoryUtilization')?.values[0]?.value).toBe(40);
  });

  it('mix both colours of a service', async () => {
    const shop = await openShop({ versions: { '1': { cpuPercent: 10 }, '2': { cpuPercent: 90 } } });
    await shop.createService({ taskDefinition: await shop.register('1') });
    await shop.pass(55);
    const { tasks, run, groups } = shop;
    const { CreateTaskSetCommand, CreateServiceCommand } = await import('@aws-sdk/client-ecs');
    const balanced = (targetGroupArn: string) => ({
      loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 8080 }],
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    });
    await run(
      tasks.send(
        new CreateServiceCommand({
          cluster: 'shop',
          serviceName: 'both',
          desiredCount: 1,
          deploymentController: { type: 'CODE_DEPLOY' },
          taskDefinition: 'shop:1',
          ...balanced(groups.blue),
        }),
      ),
    );
    await run(
      tasks.send(
        new CreateTaskSetCommand({
          cluster: 'shop',
          service: 'both',
          taskDefinition: await shop.register('2'),
          ...balanced(groups.green),
        }),
      ),
    );
    await shop.pass(120);
    const both = shop.data.findLast(
      ({ metricName, dimensions }) =>
        metricName === 'CPUUtilization' && dimensions['ServiceName'] === 'both',
    );
    expect(both?.values.map(({ value }) => value).sort()).toEqual([10, 90]);
  });

  it.each([
    [undefined, [] as string[]],
    ['enabled', ['CpuReserved', 'CpuUtilized', 'RunningTaskCount', 'TaskSetCount']],
    ['enhanced', ['CpuUtilized', 'TaskCpuUtilization', 'TaskMemoryUtilization']],
  ])('with Container Insights %s show %j', async (containerInsights, expected) => {
    const shop = await openRunning(containerInsights === undefined ? {} : { containerInsights });
    const names = shop.data
      .filter(({ namespace }) => namespace === 'ECS/ContainerInsights')
      .map(({ metricName }) => metricName);
    expect(names).toEqual(expect.arrayContaining(expected));
    if (expected.length === 0) expect(names).toEqual([]);
    expect(names.includes('TaskCpuUtilization')).toBe(containerInsights === 'enhanced');
  });

  it('tell families apart, and single tasks where they are watched closely', async () => {
    const shop = await openRunning({ containerInsights: 'enhanced' });
    const keys = new Set(
      shop.data
        .filter(({ metricName }) => metricName === 'TaskCpuUtilization')
        .map(({ dimensions }) => Object.keys(dimensions).join()),
    );
    expect([...keys].sort()).toEqual([
      'ClusterName,ServiceName',
      'ClusterName,ServiceName,TaskId',
      'ClusterName,TaskDefinitionFamily',
    ]);
  });
});

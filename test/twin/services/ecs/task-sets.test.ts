import {
  CreateTaskSetCommand,
  type CreateTaskSetRequest,
  DeleteTaskSetCommand,
  DescribeTaskSetsCommand,
  UpdateServiceCommand,
  UpdateServicePrimaryTaskSetCommand,
  type UpdateServiceRequest,
  UpdateTaskSetCommand,
} from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { openShop, type ShopOptions } from '../../support/shop.ts';

const NAMES = { cluster: 'shop', service: 'shop' };

async function openBlueGreen(options: ShopOptions = {}, desiredCount = 2) {
  const shop = await openShop(options);
  await shop.createService({
    taskDefinition: await shop.register('1'),
    deploymentController: { type: 'CODE_DEPLOY' },
    desiredCount,
  });
  await shop.pass(60);
  const { run, tasks } = shop;
  return {
    ...shop,
    add: async (given: Partial<CreateTaskSetRequest> & { taskDefinition: string }) =>
      (
        await run(
          tasks.send(
            new CreateTaskSetCommand({
              ...NAMES,
              loadBalancers: [
                { targetGroupArn: shop.groups.green, containerName: 'app', containerPort: 8080 },
              ],
              ...given,
            }),
          ),
        )
      ).taskSet ?? {},
    sets: async () =>
      (await run(tasks.send(new DescribeTaskSetsCommand({ ...NAMES })))).taskSets ?? [],
    scale: (taskSet: string, value: number) =>
      run(
        tasks.send(
          new UpdateTaskSetCommand({ ...NAMES, taskSet, scale: { value, unit: 'PERCENT' } }),
        ),
      ),
    promote: (primaryTaskSet: string) =>
      run(tasks.send(new UpdateServicePrimaryTaskSetCommand({ ...NAMES, primaryTaskSet }))),
    remove: (taskSet: string, force = true) =>
      run(tasks.send(new DeleteTaskSetCommand({ ...NAMES, taskSet, force }))),
    update: (change: Partial<UpdateServiceRequest>) =>
      run(tasks.send(new UpdateServiceCommand({ ...NAMES, ...change }))),
  };
}

describe('a service under CODE_DEPLOY', () => {
  it('begins with a primary task set that CodeDeploy owns', async () => {
    const shop = await openBlueGreen();
    const service = await shop.describe();
    expect(service.deployments).toEqual([]);
    expect(service.taskSets).toMatchObject([
      {
        status: 'PRIMARY',
        startedBy: 'CODE_DEPLOY',
        scale: { value: 100 },
        runningCount: 2,
        stabilityStatus: 'STEADY_STATE',
      },
    ]);
  });

  it('brings green up beside blue, and takes blue away after the switch', async () => {
    const shop = await openBlueGreen();
    const taskDefinition = await shop.register('2');
    const green = await shop.add({ taskDefinition, externalId: 'd-1' });
    expect(green).toMatchObject({ status: 'ACTIVE', stabilityStatus: 'STABILIZING' });
    await shop.pass(60);
    const [, blue] = await shop.sets();
    expect(await shop.sets()).toMatchObject([
      { externalId: 'd-1', runningCount: 2, stabilityStatus: 'STEADY_STATE' },
      { status: 'PRIMARY', runningCount: 2 },
    ]);
    await shop.promote(green.id ?? '');
    expect((await shop.describe()).taskDefinition).toBe(taskDefinition);
    await shop.remove(blue?.taskSetArn ?? '');
    expect(await shop.sets()).toMatchObject([{ status: 'PRIMARY' }, { status: 'DRAINING' }]);
    await shop.pass(400);
    expect(await shop.sets()).toMatchObject([{ status: 'PRIMARY', runningCount: 2 }]);
    expect(await shop.healthOf(shop.groups.blue)).toEqual([]);
  });

  it('says when a task set is steady', async () => {
    const shop = await openBlueGreen();
    const steady = shop.events.filter(({ detailType }) => detailType === 'ECS Service Action');
    expect(steady.map(({ detail }) => detail)).toMatchObject([
      { eventName: 'TASKSET_STEADY_STATE', eventType: 'INFO', taskSetArns: [expect.any(String)] },
      { eventName: 'SERVICE_STEADY_STATE', clusterArn: expect.stringContaining('cluster/shop') },
    ]);
  });

  it('never calls a task set steady whose tasks are not healthy', async () => {
    const shop = await openBlueGreen({ versions: { '2': { neverHealthy: true } } });
    await shop.add({ taskDefinition: await shop.register('2') });
    await shop.pass(3600);
    expect((await shop.sets())[0]).toMatchObject({ stabilityStatus: 'STABILIZING' });
  });

  it.each([
    ['a task definition', { taskDefinition: 'shop:1' }, 'Unable to update task definition on'],
    ['the network', { networkConfiguration: {} }, 'Unable to update network parameters on'],
    ['the platform', { platformVersion: '1.4.0' }, 'Unable to update platform version on'],
    ['load balancers', { loadBalancers: [] }, 'Unable to update load balancers on'],
    ['a new deployment', { forceNewDeployment: true }, 'Cannot force a new deployment on'],
  ])('lets nobody but CodeDeploy change %s', async (_, change, message) => {
    const shop = await openBlueGreen();
    await expect(shop.update(change)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `${message} services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.`,
    });
  });

  it('lets anyone change its count, its limits and its grace', async () => {
    const shop = await openBlueGreen();
    await shop.update({ desiredCount: 4, healthCheckGracePeriodSeconds: 60 });
    await shop.pass(60);
    expect(await shop.describe()).toMatchObject({
      desiredCount: 4,
      runningCount: 4,
      healthCheckGracePeriodSeconds: 60,
    });
  });

  it('holds five task sets at most', async () => {
    const shop = await openBlueGreen();
    const taskDefinition = await shop.register('2');
    for (let count = 0; count < 4; count += 1) await shop.add({ taskDefinition });
    await expect(shop.add({ taskDefinition })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        '5 deployments exist on the service. Unable to create new TaskSet since this exceeds the maximum limit.',
    });
  });

  it('makes one task set of two requests with one token', async () => {
    const shop = await openBlueGreen();
    const taskDefinition = await shop.register('2');
    const first = await shop.add({ taskDefinition, clientToken: 'token' });
    const second = await shop.add({ taskDefinition, clientToken: 'token' });
    expect(second.id).toBe(first.id);
  });

  it.each([
    [10, 25, 3],
    [3, 34, 2],
    [2, 0, 0],
  ])('rounds %i tasks scaled to %i %% up to %i', async (desired, percent, expected) => {
    const shop = await openBlueGreen({}, desired);
    const green = await shop.add({
      taskDefinition: await shop.register('2'),
      scale: { value: percent, unit: 'PERCENT' },
    });
    expect(green.computedDesiredCount).toBe(expected);
    await shop.pass(60);
    expect((await shop.sets())[0]).toMatchObject({ runningCount: expected });
  });

  it('does not delete a task set that is scaled up, unless forced', async () => {
    const shop = await openBlueGreen();
    const green = await shop.add({ taskDefinition: await shop.register('2') });
    await expect(shop.remove(green.id ?? '', false)).rejects.toThrow('scaled above 0');
    await shop.scale(green.id ?? '', 0);
    await shop.remove(green.id ?? '', false);
    await shop.pass(60);
    expect(await shop.sets()).toMatchObject([{ status: 'PRIMARY' }]);
  });
});

import { CreateServiceCommand, DeleteServiceCommand, StopTaskCommand } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_REGION } from '../../../../twin/twin.ts';
import { openShop, REPOSITORY } from '../../support/shop.ts';
import { openWithService } from './open-with-service.ts';

describe('a service under the ECS controller', () => {
  it('starts its tasks, registers them, and becomes steady', async () => {
    const shop = await openWithService({});
    const service = await shop.describe();
    expect(service).toMatchObject({ runningCount: 2, pendingCount: 0 });
    expect(service.deployments).toMatchObject([{ status: 'PRIMARY', rolloutState: 'COMPLETED' }]);
    expect(service.events?.[0]?.message).toBe('(service shop) has reached a steady state.');
    expect(await shop.healthOf(shop.groups.blue)).toEqual(['healthy', 'healthy']);
  });

  it('replaces a task that crashed, and says why it stopped', async () => {
    const shop = await openWithService({});
    shop.twin.peer('ecs', DEFAULT_REGION).crash({ serviceName: 'shop', count: 1 });
    await shop.pass(60);
    expect(await shop.describe()).toMatchObject({ runningCount: 2 });
    expect(await shop.listTasks('STOPPED')).toMatchObject([
      {
        lastStatus: 'STOPPED',
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        containers: [{ exitCode: 1 }],
      },
    ]);
  });

  it('replaces a task that a user stops, after its connections have drained', async () => {
    const shop = await openWithService({});
    const [task] = await shop.listTasks();
    await shop.run(
      shop.tasks.send(
        new StopTaskCommand({ cluster: 'shop', task: task?.taskArn ?? '', reason: 'for fun' }),
      ),
    );
    await shop.pass(200);
    expect(await shop.listTasks('STOPPED')).toMatchObject([{ lastStatus: 'DEACTIVATING' }]);
    await shop.pass(120);
    expect(await shop.listTasks('STOPPED')).toMatchObject([
      { lastStatus: 'STOPPED', stopCode: 'UserInitiated', stoppedReason: 'for fun' },
    ]);
    expect(await shop.describe()).toMatchObject({ runningCount: 2 });
  });

  it('kills a task whose memory leaks away', async () => {
    const shop = await openWithService({
      versions: { '1': { memoryPercent: 50, memoryLeakPercentPerMinute: 25 } },
    });
    await shop.pass(120);
    const stopped = await shop.listTasks('STOPPED');
    expect(stopped[0]?.containers?.[0]).toMatchObject({
      exitCode: 137,
      reason: 'OutOfMemoryError: Container killed due to memory usage',
    });
  });

  it('waits for capacity, and takes it when it comes', async () => {
    const shop = await openWithService({});
    const peer = shop.twin.peer('ecs', DEFAULT_REGION);
    peer.setCapacity(2);
    await shop.update({ desiredCount: 3 });
    await shop.pass(30);
    expect((await shop.messages())[0]).toMatch(/was unable to place a task\. Reason: Capacity/);
    peer.setCapacity(3);
    await shop.pass(120);
    expect(await shop.describe()).toMatchObject({ runningCount: 3 });
  });

  it('gives a slow starter its grace', async () => {
    const versions = { '1': { warmUpSeconds: 90 } };
    const impatient = await openWithService({ versions });
    const patient = await openWithService({ versions }, { healthCheckGracePeriodSeconds: 180 });
    await impatient.pass(600);
    await patient.pass(600);
    expect((await impatient.messages()).join()).toMatch(/is unhealthy in \(target-group/);
    expect((await impatient.messages()).join()).not.toMatch(/steady/);
    expect((await patient.messages())[0]).toBe('(service shop) has reached a steady state.');
  });

  it('is deleted once its tasks are gone', async () => {
    const shop = await openWithService({});
    const remove = (force: boolean) =>
      shop.run(
        shop.tasks.send(new DeleteServiceCommand({ cluster: 'shop', service: 'shop', force })),
      );
    await expect(remove(false)).rejects.toThrow('while it is scaled above 0');
    await remove(true);
    expect(await shop.describe()).toMatchObject({ status: 'DRAINING' });
    await shop.pass(400);
    expect(await shop.describe()).toMatchObject({ status: 'INACTIVE', runningCount: 0 });
  });
});

describe('a service without a load balancer', () => {
  it('trusts a task that nothing checks once it has run for a while', async () => {
    const shop = await openShop();
    await shop.createService({ taskDefinition: await shop.register('1'), loadBalancers: [] });
    await shop.pass(45);
    expect((await shop.describe()).deployments).toMatchObject([{ rolloutState: 'IN_PROGRESS' }]);
    await shop.pass(10);
    expect((await shop.describe()).deployments).toMatchObject([{ rolloutState: 'COMPLETED' }]);
  });

  it('replaces a task whose own health check fails', async () => {
    const shop = await openWithHealthCheck({ neverHealthy: true });
    await shop.pass(200);
    expect((await shop.describe()).events?.map(({ message }) => message).join()).toMatch(
      /failed container health checks/,
    );
  });

  it('is steady once its own health check passes', async () => {
    const shop = await openWithHealthCheck({});
    await shop.pass(60);
    expect((await shop.describe()).deployments).toMatchObject([{ rolloutState: 'COMPLETED' }]);
  });
});

async function openWithHealthCheck(behaviour: object) {
  const shop = await openShop({ versions: { '1': behaviour } });
  const healthCheck = { command: ['CMD', 'true'], interval: 10, retries: 2 };
  const taskDefinition = await shop.register('1', {
    containerDefinitions: [{ name: 'app', image: `${REPOSITORY}:1`, healthCheck }],
  });
  await shop.createService({ taskDefinition, loadBalancers: [] });
  return shop;
}

describe('CreateService', () => {
  it.each([
    ['no target group', { targetGroupArn: 'arn:none' }, /Unable to retrieve target group/],
    ['no such container', { containerName: 'web' }, /The container web does not exist/],
    ['no such port', { containerPort: 1 }, /did not have a container port 1 defined/],
  ])('refuses a load balancer with %s', async (_, wrong, message) => {
    const shop = await openShop();
    const right = { targetGroupArn: shop.groups.blue, containerName: 'app', containerPort: 8080 };
    const creation = shop.createService({
      taskDefinition: await shop.register('1'),
      loadBalancers: [{ ...right, ...wrong }],
    });
    await expect(creation).rejects.toThrow(message);
  });

  it('needs a task definition that is active', async () => {
    const shop = await openShop();
    const creation = shop.run(
      shop.tasks.send(
        new CreateServiceCommand({ cluster: 'shop', serviceName: 'x', taskDefinition: 'none:1' }),
      ),
    );
    await expect(creation).rejects.toMatchObject({ name: 'ClientException' });
  });
});

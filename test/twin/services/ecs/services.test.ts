import {
  CreateServiceCommand,
  DeleteServiceCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  RunTaskCommand,
  StopTaskCommand,
  UpdateServiceCommand,
  type UpdateServiceRequest,
} from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_REGION } from '../../../../twin/twin.ts';
import { openShop, REPOSITORY, type ShopOptions } from '../../support/shop.ts';

const openWithService = async (
  options: ShopOptions,
  service: Partial<Parameters<Awaited<ReturnType<typeof openShop>>['createService']>[0]> = {},
) => {
  const shop = await openShop(options);
  await shop.createService({ taskDefinition: await shop.register('1'), ...service });
  await shop.pass(60);
  const update = (change: Partial<UpdateServiceRequest>) =>
    shop.run(
      shop.tasks.send(new UpdateServiceCommand({ cluster: 'shop', service: 'shop', ...change })),
    );
  const listTasks = async (desiredStatus: 'RUNNING' | 'STOPPED' = 'RUNNING') => {
    const { taskArns = [] } = await shop.run(
      shop.tasks.send(
        new ListTasksCommand({ cluster: 'shop', serviceName: 'shop', desiredStatus }),
      ),
    );
    if (taskArns.length === 0) return [];
    const { tasks = [] } = await shop.run(
      shop.tasks.send(new DescribeTasksCommand({ cluster: 'shop', tasks: taskArns })),
    );
    return tasks;
  };
  const messages = async () => (await shop.describe()).events?.map(({ message }) => message) ?? [];
  return { ...shop, update, listTasks, messages };
};

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

  it('rolls: new tasks come before old ones go', async () => {
    const shop = await openWithService({});
    await shop.update({ taskDefinition: await shop.register('2') });
    await shop.pass(15);
    expect((await shop.describe()).deployments).toMatchObject([
      { status: 'PRIMARY', rolloutState: 'IN_PROGRESS', desiredCount: 2 },
      { status: 'ACTIVE', desiredCount: 2, runningCount: 2 },
    ]);
    await shop.pass(400);
    const { deployments, taskDefinition } = await shop.describe();
    expect(deployments).toMatchObject([{ rolloutState: 'COMPLETED', runningCount: 2 }]);
    expect(taskDefinition).toMatch(/shop:2$/);
  });

  it('cannot roll when it may neither exceed nor fall below its count', async () => {
    const shop = await openWithService(
      {},
      {
        desiredCount: 1,
        deploymentConfiguration: { maximumPercent: 100, minimumHealthyPercent: 100 },
      },
    );
    await shop.update({ taskDefinition: await shop.register('2') });
    await shop.pass(3600);
    expect((await shop.describe()).deployments).toMatchObject([
      { rolloutState: 'IN_PROGRESS', runningCount: 0 },
      { runningCount: 1 },
    ]);
  });

  it('stops old tasks first when it may fall below its count', async () => {
    const shop = await openWithService(
      {},
      { deploymentConfiguration: { maximumPercent: 100, minimumHealthyPercent: 50 } },
    );
    await shop.update({ taskDefinition: await shop.register('2') });
    await shop.pass(5);
    expect((await shop.describe()).deployments).toMatchObject([
      { status: 'PRIMARY', desiredCount: 1 },
      { status: 'ACTIVE', desiredCount: 1 },
    ]);
    await shop.pass(1000);
    expect((await shop.describe()).deployments).toMatchObject([{ rolloutState: 'COMPLETED' }]);
  });

  it.each([
    ['an image that does not exist', 'missing', {}, 'TaskFailedToStart'],
    ['a version that never gets healthy', '2', { neverHealthy: true }, 'ServiceSchedulerInitiated'],
  ])('breaks the circuit for %s and rolls back', async (_, tag, behaviour, stopCode) => {
    const shop = await openWithService(
      { versions: { [tag]: behaviour } },
      { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } },
    );
    await shop.update({ taskDefinition: await shop.register(tag) });
    await shop.pass(3000);
    const stopped = await shop.listTasks('STOPPED');
    expect(stopped.map((task) => task.stopCode)).toContain(stopCode);
    expect(await shop.describe()).toMatchObject({
      runningCount: 2,
      taskDefinition: expect.stringMatching(/shop:1$/),
      deployments: [{ rolloutState: 'COMPLETED' }],
    });
    expect(
      shop.events
        .filter(({ detailType }) => detailType === 'ECS Deployment State Change')
        .map(({ detail }) => ({ ...detail }) as Record<string, unknown>)
        .map(({ eventName, reason }) => `${eventName}: ${reason}`.replaceAll(/\d{10,}/g, 'N')),
    ).toEqual([
      'SERVICE_DEPLOYMENT_IN_PROGRESS: ECS deployment ecs-svc/N in progress.',
      'SERVICE_DEPLOYMENT_COMPLETED: ECS deployment ecs-svc/N completed.',
      'SERVICE_DEPLOYMENT_IN_PROGRESS: ECS deployment ecs-svc/N in progress.',
      'SERVICE_DEPLOYMENT_FAILED: ECS deployment circuit breaker: tasks failed to start.',
      'SERVICE_DEPLOYMENT_IN_PROGRESS: ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/N.',
      'SERVICE_DEPLOYMENT_COMPLETED: ECS deployment ecs-svc/N completed.',
    ]);
  });

  it('does not notice a crash loop, with the circuit breaker on', async () => {
    const shop = await openWithService(
      { versions: { '2': { crashAfterSeconds: 5, neverHealthy: true } } },
      { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } },
    );
    await shop.update({ taskDefinition: await shop.register('2') });
    await shop.pass(1800);
    expect((await shop.describe()).deployments).toMatchObject([
      { rolloutState: 'IN_PROGRESS' },
      { runningCount: 2 },
    ]);
  });

  it('slows down when tasks cannot start, and says so', async () => {
    const shop = await openWithService({});
    await shop.update({ taskDefinition: await shop.register('missing') });
    await shop.pass(7200);
    const attempts = shop.events.filter(
      ({ detailType, detail }) => detailType === 'ECS Task State Change' && 'stopCode' in detail,
    );
    expect(attempts.length).toBeGreaterThan(10);
    expect(attempts.length).toBeLessThan(100);
    expect(
      shop.events.map(({ detail }) => ('eventName' in detail ? detail.eventName : '')),
    ).toContain('SERVICE_TASK_START_IMPAIRED');
    const [task] = await shop.listTasks('STOPPED');
    expect(task?.stoppedReason).toMatch(/^CannotPullContainerError: .*shop:missing: not found$/);
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

  it('refuses a sixth deployment', async () => {
    const shop = await openWithService({});
    const taskDefinition = await shop.register('missing');
    for (let count = 0; count < 4; count += 1) await shop.update({ taskDefinition });
    await expect(shop.update({ taskDefinition })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: '5 active deployments exist, unable to create new deployment.',
    });
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

describe('deployment alarms', () => {
  const alarms = { alarmNames: ['errors'], enable: true, rollback: true };

  it('roll a deployment back', async () => {
    const shop = await openWithService({}, { deploymentConfiguration: { alarms } });
    await shop.update({ taskDefinition: await shop.register('2') });
    await shop.pass(40);
    shop.ringing.add('errors');
    await shop.pass(600);
    expect(await shop.describe()).toMatchObject({
      taskDefinition: expect.stringMatching(/shop:1$/),
      deployments: [{ rolloutState: 'COMPLETED', runningCount: 2 }],
    });
  });

  it('that ring from the beginning are not watched', async () => {
    const shop = await openWithService({}, { deploymentConfiguration: { alarms } });
    shop.ringing.add('errors');
    await shop.update({ taskDefinition: await shop.register('2') });
    await shop.pass(600);
    expect(await shop.describe()).toMatchObject({
      taskDefinition: expect.stringMatching(/shop:2$/),
      deployments: [{ rolloutState: 'COMPLETED' }],
    });
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

describe('RunTask', () => {
  it('tells which tasks found no room', async () => {
    const shop = await openShop();
    await shop.register('1');
    shop.twin.peer('ecs', DEFAULT_REGION).setCapacity(1);
    const { tasks, failures } = await shop.run(
      shop.tasks.send(
        new RunTaskCommand({
          cluster: 'shop',
          taskDefinition: 'shop',
          count: 2,
          networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
        }),
      ),
    );
    expect(tasks).toMatchObject([{ lastStatus: 'PROVISIONING', group: 'family:shop' }]);
    expect(failures).toMatchObject([{ reason: expect.stringMatching(/^Capacity is unavailable/) }]);
  });

  it('reports each change of a task with a rising version', async () => {
    const shop = await openShop({ versions: { '1': { job: { seconds: 30, exitCode: 3 } } } });
    await shop.register('1');
    await shop.run(
      shop.tasks.send(
        new RunTaskCommand({
          cluster: 'shop',
          taskDefinition: 'shop',
          networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
        }),
      ),
    );
    await shop.pass(100);
    const changes = shop.events.map(({ detail }) => detail as Record<string, unknown>);
    expect(changes.map(({ lastStatus }) => lastStatus)).toEqual([
      'PROVISIONING',
      'PENDING',
      'ACTIVATING',
      'RUNNING',
      'STOPPING',
      'DEPROVISIONING',
      'STOPPED',
    ]);
    expect(changes.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(changes.at(-1)).toMatchObject({
      containers: [{ imageDigest: 'sha256:1', exitCode: 3 }],
      stoppedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });
});

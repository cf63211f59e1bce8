import { describe, expect, it } from 'vitest';
import { openWithService } from './open-with-service.ts';

describe('a deployment under the ECS controller', () => {
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

  it('refuses a sixth deployment', async () => {
    const shop = await openWithService({});
    const taskDefinition = await shop.register('missing');
    for (let count = 0; count < 4; count += 1) await shop.update({ taskDefinition });
    await expect(shop.update({ taskDefinition })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: '5 active deployments exist, unable to create new deployment.',
    });
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

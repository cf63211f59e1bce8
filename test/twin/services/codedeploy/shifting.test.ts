import { CreateDeploymentConfigCommand } from '@aws-sdk/client-codedeploy';
import { describe, expect, it } from 'vitest';
import { type Shop, startShop } from './start-shop.ts';

/** Green's weights on production one after the other, and after how many seconds each one changed. */
async function shifts(shop: Shop, id: string) {
  const seen: { weight: number; seconds: number }[] = [];
  let changedAt = shop.clock.now();
  while (!['Succeeded', 'Failed', 'Stopped'].includes((await shop.read(id)).status ?? '')) {
    const weight = (await shop.weights())['auth-b'] ?? 0;
    if (weight !== (seen.at(-1)?.weight ?? 0)) {
      seen.push({ weight, seconds: (shop.clock.now() - changedAt) / 1000 });
      changedAt = shop.clock.now();
    }
    await shop.pass(5);
  }
  return seen;
}

describe('traffic shifts', () => {
  it('all at once', async () => {
    const shop = await startShop({ terminationMinutes: 1 });
    const id = await shop.create();
    expect((await shifts(shop, id)).map(({ weight }) => weight)).toEqual([100]);
    expect(await shop.read(id)).toMatchObject({
      status: 'Succeeded',
      deploymentOverview: { Succeeded: 1, Failed: 0 },
    });
  });

  it('as a canary in two steps', async () => {
    const shop = await startShop();
    const deploymentConfigName = 'CodeDeployDefault.ECSCanary10Percent5Minutes';
    const id = await shop.create({ deploymentConfigName });
    const [first, second] = await shifts(shop, id);
    expect([first?.weight, second?.weight]).toEqual([10, 100]);
    expect(second?.seconds).toBeGreaterThanOrEqual(300);
    expect(second?.seconds).toBeLessThan(320);
  });

  it('in equal steps, with a configuration of its own', async () => {
    const shop = await startShop();
    const deploymentConfigName = 'Linear30Every2';
    await shop.clients.codedeploy.send(
      new CreateDeploymentConfigCommand({
        deploymentConfigName,
        computePlatform: 'ECS',
        trafficRoutingConfig: {
          type: 'TimeBasedLinear',
          timeBasedLinear: { linearPercentage: 30, linearInterval: 2 },
        },
      }),
    );
    const id = await shop.create({ deploymentConfigName });
    const seen = await shifts(shop, id);
    expect(seen.map(({ weight }) => weight)).toEqual([30, 60, 90, 100]);
    for (const { seconds } of seen.slice(1)) expect(Math.abs(seconds - 125)).toBeLessThan(15);
  });

  it('without a test listener too', async () => {
    const shop = await startShop({ testListener: false });
    const id = await shop.create();
    await shop.passUntil(id, 'Succeeded');
    expect(await shop.weights()).toEqual({ 'auth-a': 0, 'auth-b': 100 });
  });

  it('and every lifecycle event succeeds before blue is terminated', async () => {
    const shop = await startShop({ terminationMinutes: 30 });
    const id = await shop.create();
    await shop.pass(900);
    expect((await shop.lifecycle(id)).every((event) => event.endsWith(' Succeeded'))).toBe(true);
    expect(await shop.read(id)).toMatchObject({ status: 'InProgress' });
    expect((await shop.target(id)).taskSetsInfo).toMatchObject([
      { taskSetLabel: 'Green', status: 'PRIMARY', trafficWeight: 100 },
      { taskSetLabel: 'Blue', status: 'ACTIVE', trafficWeight: 0 },
    ]);
  });

  it('the same way for the same seed', async () => {
    const [one, two] = await Promise.all(
      [1, 2].map(async () => {
        const shop = await startShop({ terminationMinutes: 0 });
        await shop.passUntil(await shop.create(), 'Succeeded');
        return shop.twin.trace.hash();
      }),
    );
    expect(one).toBe(two);
  });
});

describe('a replacement task set that never becomes healthy', () => {
  it('fails the deployment after an hour', async () => {
    const shop = await startShop({ rollbackOn: ['DEPLOYMENT_FAILURE'] });
    shop.twin.peer('ecs', 'us-east-1').setCapacity(2);
    const id = await shop.create();
    const seconds = await shop.passUntil(id, 'Failed');
    expect(seconds).toBeGreaterThan(3600);
    expect(seconds).toBeLessThan(3660);
    await shop.pass(60);
    const { errorInformation, rollbackInfo } = await shop.read(id);
    expect(errorInformation?.message).toBe(
      'The deployment timed out while waiting for the replacement task set to become healthy. This time out period is 60 minutes.',
    );
    expect(await shop.lifecycle(id)).toContain('Install Failed');
    expect(await shop.read(rollbackInfo?.rollbackDeploymentId ?? '')).toMatchObject({
      status: 'Succeeded',
    });
  });
});

describe('a service that scales while traffic shifts', () => {
  it('fails the deployment when it is not steady for five minutes', async () => {
    const shop = await startShop();
    const deploymentConfigName = 'CodeDeployDefault.ECSCanary10Percent15Minutes';
    const id = await shop.create({ deploymentConfigName });
    while ((await shop.weights())['auth-b'] !== 10) await shop.pass(5);
    shop.twin.peer('ecs', 'us-east-1').setCapacity(4);
    await shop.scaleTo(3);
    const seconds = await shop.passUntil(id, 'Failed');
    expect(seconds).toBeGreaterThan(290);
    expect(seconds).toBeLessThan(430);
    expect(await shop.lifecycle(id)).toContain('AllowTraffic Failed');
  });
});

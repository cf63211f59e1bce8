import { beforeAll, describe, expect, it } from 'vitest';
import type { Assembly } from '../../../twin/assembly/index.ts';
import { NAMES, synthesise } from './app.ts';
import { openTickets } from './open-tickets.ts';

const { blue, green } = NAMES;

let assembly: Assembly;

beforeAll(() => {
  assembly = synthesise({ routing: 'canary' });
});

describe('CodeDeploy refuses', () => {
  it('a second deployment of the group, and names the first', async () => {
    const { deployments, push, until } = await openTickets(assembly);
    push('v2');
    await until(async () => (await deployments.status()) === 'InProgress');
    const { deploymentId } = await deployments.deployment();
    await expect(deployments.deployAgain()).rejects.toMatchObject({
      name: 'DeploymentLimitExceededException',
      message: `The Deployment Group '${NAMES.group}' already has an active Deployment '${deploymentId}'`,
    });
  });

  it('a second push meanwhile, whose execution fails with the same error', async () => {
    const { deployments, push, until } = await openTickets(assembly);
    push('v2');
    await until(async () => (await deployments.status()) === 'InProgress');
    push('v3');
    await until(async () => (await deployments.execution()).status === 'FAILED', 5);
    expect((await deployments.execution()).error).toBe(
      'CodeDeploy.DeploymentLimitExceededException',
    );
  });

  it.each([
    [
      'a listener that leads to another group',
      { shop: 1 },
      'Primary taskset target group must be behind listener',
    ],
    [
      'a listener with a third group',
      { [blue]: 90, shop: 10 },
      'Only target group in ECS deployment group',
    ],
    [
      'a listener on which green has weight already',
      { [blue]: 90, [green]: 10 },
      'Green taskset target group cannot have non-zero weight prior to traffic shifting',
    ],
  ])('%s', async (_what, weights, message) => {
    const { balancer, deployments, push, until } = await openTickets(assembly);
    await balancer.createGroup('shop');
    await balancer.forward(80, weights);
    push('v2');
    await until(async () => (await deployments.status()) === 'Failed', 90);
    expect((await deployments.deployment()).errorInformation).toMatchObject({
      code: 'ELASTIC_LOAD_BALANCING_INVALID',
      message: expect.stringContaining(message),
    });
  });

  it('weights that somebody else gave to green while the deployment was on its way', async () => {
    const { balancer, deployments, push, until } = await openTickets(assembly);
    push('v2');
    await until(async () =>
      (await deployments.lifecycle()).includes('AfterAllowTestTraffic InProgress'),
    );
    await balancer.forward(80, { [blue]: 75, [green]: 25 });
    await until(async () => (await deployments.status()) === 'Failed', 60);
    expect((await deployments.deployment()).errorInformation).toMatchObject({
      code: 'ELASTIC_LOAD_BALANCING_INVALID',
    });
  });
});

describe('two writers of one listener', () => {
  it('overwrite each other: what somebody sets in the canary is gone with the next step', async () => {
    const { balancer, deployments, push, until } = await openTickets(assembly);
    push('v2');
    await until(async () => (await balancer.weights())[1] === 10);
    await balancer.forward(80, { [blue]: 50, [green]: 50 });
    expect(await balancer.weights()).toEqual([50, 50]);
    expect(await until(async () => (await deployments.status()) === 'Succeeded', 60)).toBe(true);
    expect(await balancer.weights()).toEqual([0, 100]);
  });
});

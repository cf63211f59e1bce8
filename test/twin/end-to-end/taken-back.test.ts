import { beforeAll, describe, expect, it } from 'vitest';
import type { Assembly } from '../../../twin/assembly/index.ts';
import { NAMES, synthesise } from './app.ts';
import { openTickets } from './open-tickets.ts';

let assembly: Assembly;

beforeAll(() => {
  assembly = synthesise({ routing: 'canary' });
});

async function pushed(tag: string) {
  const tickets = await openTickets(assembly);
  const digest = tickets.push(tag);
  const { deployments, until, users } = tickets;
  return {
    ...tickets,
    harm: () => users.harm().versions.find(({ imageDigest }) => imageDigest === digest),
    becomes: (status: string, number = 1) =>
      until(async () => (await deployments.status(number)) === status, 60),
  };
}

describe('an image that fails its smoke test', () => {
  it('fails the hook, is rolled back, and meets no user', async () => {
    const { balancer, becomes, deployments, harm, seen, until } = await pushed('sick-2');
    expect(await becomes('Failed')).toBe(true);
    expect((await deployments.deployment()).errorInformation).toMatchObject({
      code: 'HOOK_EXECUTION_FAILURE',
    });
    expect(await deployments.lifecycle()).toEqual([
      'BeforeInstall Succeeded',
      'Install Succeeded',
      'AfterInstall Succeeded',
      'AllowTestTraffic Succeeded',
      'AfterAllowTestTraffic Failed',
      'BeforeAllowTraffic Skipped',
      'AllowTraffic Skipped',
      'AfterAllowTraffic Skipped',
    ]);
    expect(await becomes('Succeeded', 2)).toBe(true);
    expect(seen.map(({ weights }) => weights)).not.toContainEqual([90, 10]);
    expect(await balancer.weights(9000)).toEqual([100, 0]);
    expect(harm()).toBeUndefined();
    await until(async () => (await deployments.execution()).status !== 'RUNNING', 5);
    expect(await deployments.execution()).toMatchObject({
      status: 'FAILED',
      error: 'Failed',
      cause: 'HOOK_EXECUTION_FAILURE',
    });
  });
});

describe('an image that fails half of the requests', () => {
  it('raises the alarm in its canary, is stopped, and loses its users at once', async () => {
    const { balancer, becomes, deployments, harm, metrics, now, seen } = await pushed('bad-2');
    const openedAt = seen[0]?.at ?? 0;
    expect(await becomes('Stopped')).toBe(true);
    expect(await metrics.alarm()).toBe('ALARM');
    expect((await deployments.deployment()).errorInformation).toMatchObject({
      code: 'ALARM_ACTIVE',
    });
    expect(await becomes('Succeeded', 2)).toBe(true);
    expect(await balancer.weights()).toEqual([100, 0]);
    const canary = seen.find(({ weights: [, green] }) => green === 10);
    // The canary would have lasted for 15 minutes; metrics are late, and then everything goes fast.
    expect((now() - (canary?.at ?? 0)) / 60_000).toBeLessThan(8);
    const { badRequests = 0, requests = 0 } = harm() ?? {};
    expect(badRequests / requests).toBeCloseTo(0.5, 1);
    const errors = await metrics.sums('HTTPCode_Target_5XX_Count', NAMES.green, canary?.at ?? 0);
    expect(errors[0]).toBeGreaterThan(5);
    expect(await metrics.sums('HTTPCode_Target_5XX_Count', NAMES.blue, openedAt)).toEqual([]);
  });

  it('leaves the alarm calm again, so that a good one can follow', async () => {
    const { becomes, deployments, metrics, pass, push, until } = await pushed('bad-2');
    expect(await becomes('Succeeded', 2)).toBe(true);
    expect(await until(async () => (await metrics.alarm()) === 'OK', 15)).toBe(true);
    await pass(1);
    push('v3');
    expect(await becomes('Succeeded', 3)).toBe(true);
    expect((await deployments.deployment(3)).creator).toBe('user');
  });
});

describe('a deployment that somebody stops in its canary', () => {
  it.each([
    ['with a rollback', true, [100, 0]],
    ['without one, which leaves the weights as they are', false, [90, 10]],
  ] as const)('ends %s', async (_how, rollBack, weights) => {
    const { balancer, becomes, deployments, pass, until } = await pushed('v2');
    await until(async () => (await balancer.weights())[1] === 10);
    await deployments.stop(rollBack);
    expect(await becomes('Stopped')).toBe(true);
    await pass(3);
    expect((await deployments.deployment()).errorInformation).toMatchObject({
      code: 'MANUAL_STOP',
    });
    expect(await balancer.weights()).toEqual(weights);
    expect((await deployments.deployment(2)).creator).toBe(
      rollBack ? 'codeDeployRollback' : undefined,
    );
  });
});

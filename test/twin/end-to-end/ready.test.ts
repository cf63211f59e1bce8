import { beforeAll, describe, expect, it } from 'vitest';
import type { Assembly } from '../../../twin/assembly/index.ts';
import { NAMES, synthesise } from './app.ts';
import { openTickets } from './open-tickets.ts';

const APPROVAL_HOURS = 2;

let assembly: Assembly;

beforeAll(() => {
  assembly = synthesise({ approvalHours: APPROVAL_HOURS });
});

/** The app with a deployment that waits for somebody to say yes. */
async function waiting() {
  const tickets = await openTickets(assembly);
  const digest = tickets.push('v2');
  await tickets.until(async () => (await tickets.deployments.status()) === 'Ready');
  const requestsOf = (image: string) =>
    tickets.users.harm().versions.find(({ imageDigest }) => imageDigest === image)?.requests ?? 0;
  return { ...tickets, digest, requestsOf };
}

describe('a deployment that waits for approval', () => {
  it('stands with green under the test listener, and without any of the users', async () => {
    const { balancer, deployments, digest, pass, requestsOf } = await waiting();
    await pass(30);
    expect(await deployments.status()).toBe('Ready');
    expect(await balancer.weights(9000)).toEqual([0, 100]);
    expect(await balancer.weights()).toEqual([100, 0]);
    expect(await deployments.lifecycle()).toEqual([
      'BeforeInstall Succeeded',
      'Install Succeeded',
      'AfterInstall Succeeded',
      'AllowTestTraffic Succeeded',
      'AfterAllowTestTraffic Succeeded',
      'BeforeAllowTraffic Pending',
      'AllowTraffic Pending',
      'AfterAllowTraffic Pending',
    ]);
    expect(requestsOf(digest)).toBe(0);
  });

  it('goes on once it is approved', async () => {
    const { balancer, deployments, digest, metrics, now, pass, requestsOf, until } =
      await waiting();
    const approvedAt = now();
    await deployments.approve();
    expect(await until(async () => (await deployments.status()) === 'Succeeded', 30)).toBe(true);
    expect(await balancer.weights()).toEqual([0, 100]);
    await pass(5);
    expect((await deployments.execution()).status).toBe('SUCCEEDED');
    expect(requestsOf(digest)).toBeGreaterThan(0);
    const [first] = await metrics.sums('RequestCount', NAMES.green, approvedAt);
    expect(first).toBeGreaterThan(0);
  });

  it('stops when nobody approves it in time, and is rolled back', async () => {
    const { balancer, deployments, digest, now, requestsOf, until } = await waiting();
    const since = now();
    expect(await until(async () => (await deployments.status()) === 'Stopped')).toBe(true);
    expect((now() - since) / 3600_000).toBeCloseTo(APPROVAL_HOURS, 1);
    await until(async () => (await deployments.status(2)) === 'Succeeded');
    const rollback = await deployments.deployment(2);
    expect(rollback).toMatchObject({ creator: 'codeDeployRollback', status: 'Succeeded' });
    expect((await deployments.deployment()).rollbackInfo).toMatchObject({
      rollbackDeploymentId: rollback.deploymentId,
    });
    expect(await balancer.weights()).toEqual([100, 0]);
    expect(await balancer.weights(9000)).toEqual([100, 0]);
    expect(requestsOf(digest)).toBe(0);
    await until(async () => (await deployments.execution()).status === 'FAILED', 5);
    expect(await deployments.execution()).toMatchObject({ status: 'FAILED', error: 'Stopped' });
  });
});

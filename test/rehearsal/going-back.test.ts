import type { ListDeploymentsCommandOutput } from '@aws-sdk/client-codedeploy';
import type { GetParameterResult } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { specParameterName } from '../../core/contract/site.ts';
import { tableKeys } from '../../core/contract/table-keys.ts';
import { readItem, writeItem } from '../../rehearsal/ledger.ts';
import type { World } from '../../rehearsal/world.ts';
import { expectCleanEnd } from './support/expect-clean-end.ts';
import { isBarred } from './support/is-barred.ts';
import { minutesBetween, rehearseShop } from './support/rehearse-shop.ts';

describe('an operator who rolls back', () => {
  it('during the canary ends it at once, and bars nothing', async () => {
    const rehearsed = await rehearseShop({ actions: [{ at: '30m', do: 'roll-back' }] });
    await expectCleanEnd(rehearsed);
    const { release, weights } = rehearsed;
    expect(release).toMatchObject({ outcome: 'ROLLED_BACK', reason: 'the scenario wants it' });
    expect(weights).toEqual([10, 25, 0]);
    expect(await isBarred(rehearsed)).toBe(false);
  });

  it('at 100 % goes back to the version that is still warm', async () => {
    const rehearsed = await rehearseShop({ actions: [{ at: '80m', do: 'roll-back' }] });
    await expectCleanEnd(rehearsed);
    const { release, weights } = rehearsed;
    expect(release.outcome).toBe('ROLLED_BACK');
    expect(weights).toEqual([10, 25, 50, 100, 0]);
    const [, , , , fall] = weights.length === 5 ? release.weights.slice(-5) : [];
    expect(minutesBetween('2027-01-11T10:26:00Z', fall?.at ?? null)).toBeLessThan(1);
  });

  it('after the version before is gone gets it back within minutes, without bakes', async () => {
    const rehearsed = await rehearseShop({ actions: [{ at: '200m', do: 'roll-back' }] });
    await expectCleanEnd(rehearsed);
    const [first, second] = rehearsed.report.releases;
    expect(first?.outcome).toBe('PROMOTED');
    expect(second).toMatchObject({ outcome: 'PROMOTED', version: 'initial' });
    const record = rehearsed.ledgers[1]?.record;
    expect(record?.trigger).toMatchObject({ kind: 'rollback', ofReleaseId: first?.releaseId });
    const served = second?.weights.find(
      ({ environment, weight }) => environment === 'production' && weight === 100,
    );
    expect(minutesBetween(record?.receivedAt ?? null, served?.at ?? null)).toBeLessThan(5);
  });
});

describe('a deployment that somebody stops in the console of AWS', () => {
  it('is taken back, and bars nothing: that is no more than an abort', async () => {
    const rehearsed = await rehearseShop({}, { prepare: stopDeployment });
    await expectCleanEnd(rehearsed);
    const { release, weights } = rehearsed;
    expect(release.outcome).toBe('ROLLED_BACK');
    expect(release.reason).toMatch(/^deployment d-\w+ is Stopped MANUAL_STOP/);
    expect(weights).toEqual([10, 25, 50, 100, 0]);
    expect(await isBarred(rehearsed)).toBe(false);
  });
});

describe('a deployment that AWS has throttled to death', () => {
  it('bars nothing: the version is as good as before, and is promoted when somebody asks again', async () => {
    const throttled = { hook: 'call', fault: 'throttle', caller: 'ServiceRole', service: 'ecs' };
    const rehearsed = await rehearseShop(
      {
        timeline: [
          { at: '0s', do: 'fault', for: '3m', fault: throttled },
          // Nothing new: the rehearsal goes on until then.
          { at: '4h', do: 'capacity', tasks: 'unlimited' },
        ],
      },
      { prepare: askAgain },
    );
    await expectCleanEnd(rehearsed);
    const { release } = rehearsed;
    expect(release.outcome).toBe('ROLLED_BACK');
    expect(release.reason).toMatch(/^deployment d-\w+ is Failed .*throttled/);
    expect(await isBarred(rehearsed)).toBe(false);
    expect(rehearsed.report.releases[1]).toMatchObject({ outcome: 'PROMOTED', version: 'v1.1.0' });
  });
});

describe('a rollback past a version that is barred', () => {
  it('leads to the one before, and says so in the place, although no write of its is ever answered', async () => {
    const lost = {
      hook: 'call',
      fault: 'lostAfter',
      caller: 'finishrollback',
      operation: 'TransactWriteItems',
    };
    const rehearsed = await rehearseShop(
      {
        actions: [
          { at: '200m', do: 'push', version: 'v1.2.0' },
          { at: '210m', do: 'decide', decision: 'abort' },
        ],
        timeline: [{ at: '200m', do: 'fault', for: '2h', fault: lost }],
      },
      { prepare: barFirst },
    );
    await expectCleanEnd(rehearsed);
    const [, second] = rehearsed.ledgers;
    expect(second?.record.status).toBe('ROLLED_BACK');
    expect(second?.events).toContainEqual(
      expect.objectContaining({
        type: 'rollback.started',
        target: expect.objectContaining({ kind: 'redeploy' }),
      }),
    );
    const key = tableKeys.environment('auth-service', 'staging');
    const { stable = '{}' } = await readItem(rehearsed.world, key);
    expect(JSON.parse(stable)).toMatchObject({ version: 'initial' });
  });
});

describe('a service for another processor', () => {
  it('goes back to the image that ran before any release', async () => {
    const rehearsed = await rehearseShop({
      service: 'product-service',
      actions: [{ at: '150m', do: 'roll-back' }],
    });
    const [first, second] = rehearsed.report.releases;
    expect(first?.outcome).toBe('PROMOTED');
    expect(second).toMatchObject({ outcome: 'PROMOTED', version: 'initial' });
  });
});

describe('a release behind which nothing may go back', () => {
  it('stays where it is when it goes bad, pages once, and goes back only for a person', async () => {
    const rehearsed = await rehearseShop(
      {
        version: 'v1.1.0-bad',
        behaviour: { errorRate: 0.2 },
        actions: [{ at: '60m', do: 'decide', decision: 'abort' }],
      },
      { prepare: forbidRollback },
    );
    await expectCleanEnd(rehearsed);
    const { release, weights, report } = rehearsed;
    expect(weights).toEqual([10, 0]);
    expect(minutesBetween(release.breachVisibleAt, release.trafficZeroAt)).toBeGreaterThan(30);
    expect(release).toMatchObject({ outcome: 'ROLLED_BACK', reason: 'the scenario wants it' });
    const pages = report.notices.filter(
      ({ topic, subject }) => topic === 'on-call' && subject.includes(' is held: error'),
    );
    expect(pages).toHaveLength(1);
  });

  it('pages also while somebody has paused it', async () => {
    const rehearsed = await rehearseShop(
      {
        version: 'v1.1.0-bad',
        behaviour: { slowBurn: { afterMinutes: 25, errorRate: 0.2 } },
        actions: [
          { at: '20m', do: 'decide', decision: 'pause' },
          { at: '60m', do: 'decide', decision: 'abort' },
        ],
      },
      { prepare: forbidRollback },
    );
    await expectCleanEnd(rehearsed);
    const held = rehearsed.report.notices.filter(({ subject }) => subject.includes(' is held'));
    expect(held.map(({ topic }) => topic)).toEqual(['releases', 'releases', 'on-call']);
  });
});

/** While the new version is guarded. */
function stopDeployment({ twin, region, sites }: World): void {
  const site = sites.find(
    (each) => each.service === 'auth-service' && each.environment === 'production',
  );
  const ask = (operation: string, input: object) =>
    twin.call({ service: 'codedeploy', operation, input, region });
  twin.clock.after(90 * 60_000, async () => {
    const { deployments = [] } = (await ask('ListDeployments', {
      applicationName: site?.applicationName,
      deploymentGroupName: site?.deploymentGroupName,
      includeOnlyStatuses: ['InProgress', 'Baking', 'Ready'],
    })) as ListDeploymentsCommandOutput;
    await ask('StopDeployment', { deploymentId: deployments[0], autoRollbackEnabled: true });
  });
}

/** Shortly after AWS answers again. */
function askAgain({ twin, region }: World): void {
  twin.clock.after(10 * 60_000, () => {
    void twin.call({
      service: 'states',
      operation: 'StartExecution',
      input: {
        stateMachineArn: `arn:aws:states:${region}:${twin.account}:stateMachine:spillway-release`,
        input: JSON.stringify({ service: 'auth-service', version: 'v1.1.0' }),
      },
      region,
    });
  });
}

/** Somebody finds out that the version is bad when the next one is on its way. */
function barFirst(world: World): void {
  world.twin.clock.after(205 * 60_000, async () => {
    const { stable = '{}' } = await readItem(
      world,
      tableKeys.environment('auth-service', 'staging'),
    );
    const { digest } = JSON.parse(stable) as { readonly digest: string };
    await writeItem(world, tableKeys.quarantine('auth-service', digest), { reason: 'a leak' });
  });
}

/** The spec as a team writes it whose migration cannot be undone. */
function forbidRollback(world: World): void {
  const Name = specParameterName('/spillway', 'auth-service');
  const ssm = (operation: string, input: object) =>
    world.twin.call({ service: 'ssm', operation, input, region: world.region });
  ssm('GetParameter', { Name }).then((found) => {
    const spec = JSON.parse((found as GetParameterResult).Parameter?.Value ?? '{}');
    const Value = JSON.stringify({ ...spec, rollbackSafe: false });
    return ssm('PutParameter', { Name, Value, Type: 'String', Overwrite: true, Tier: 'Advanced' });
  });
}

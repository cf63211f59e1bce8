import type { BatchGetImageCommandOutput } from '@aws-sdk/client-ecr';
import { describe, expect, it } from 'vitest';
import type { World } from '../../rehearsal/world.ts';
import { expectCleanEnd } from './support/expect-clean-end.ts';
import { expectEstimate } from './support/expect-estimate.ts';
import { minutesBetween, type Rehearsed, rehearseShop, story } from './support/rehearse-shop.ts';

/** What the tasks of a family have run in the last hour. */
const imagesOf = ({ world: { twin, region } }: Rehearsed, family: string): readonly string[] =>
  twin
    .peer('ecs', region)
    .tasks()
    .filter(({ taskDefinitionArn }) => taskDefinitionArn.includes(`/${family}:`))
    .flatMap(({ containers }) => containers.map(({ imageDigest }) => imageDigest));

/** Another tag for the images that run, as a pipeline gives them that is not Spillway's. */
const nameWhatRuns =
  (...repositories: readonly string[]) =>
  ({ twin, region }: World): void => {
    const ecr = (operation: string, input: object) =>
      twin.call({ service: 'ecr', operation, input, region });
    twin.clock.after(1000, async () => {
      for (const repositoryName of repositories) {
        const { images = [] } = (await ecr('BatchGetImage', {
          repositoryName,
          imageIds: [{ imageTag: 'initial' }],
        })) as BatchGetImageCommandOutput;
        const { imageManifest } = images[0] ?? {};
        await ecr('PutImage', { repositoryName, imageManifest, imageTag: '3.0.0' });
      }
    });
  };

const errors = { behaviour: { errorRate: 0.3 } };

describe('blue-green', () => {
  const service = { service: 'user-service', version: 'v3.1.0' };

  it('that goes bad after the switch goes back to the tasks that are still warm', async () => {
    const rehearsed = await rehearseShop({ ...service, ...errors, fromWeight: 100 });
    await expectCleanEnd(rehearsed);
    const { release, weights } = rehearsed;
    expect(release).toMatchObject({ outcome: 'ROLLED_BACK', environment: 'production' });
    expect(release.reason).toMatch(/error.rate [\d.]+ %/);
    expect(weights).toEqual([100, 0]);
    expect(minutesBetween(release.breachVisibleAt, release.trafficZeroAt)).toBeLessThan(2);
  });

  it('migrates before anything new starts, and not at all what fails', async () => {
    const failing = { job: { seconds: 20, exitCode: 1 } };
    const rehearsed = await rehearseShop({ ...service, behaviour: failing, fromWeight: 0 });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release).toMatchObject({ outcome: 'ROLLED_BACK', environment: 'staging' });
    expect(rehearsed.release.reason).toMatch(/^migrate: .*exit 1$/);
    expect(story(rehearsed.events)).not.toContain('deployment.started');
    expect(imagesOf(rehearsed, 'user-service-migrate')).toEqual([
      rehearsed.ledgers[0]?.record.artifact.digest,
    ]);
  });

  it('stops at a contract that is broken, before any user sees it', async () => {
    const broken = { at: '0s', do: 'build', project: 'user-service-contracts', status: 'FAILED' };
    const rehearsed = await rehearseShop({ ...service, timeline: [broken] });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release).toMatchObject({ outcome: 'ROLLED_BACK', environment: 'staging' });
    expect(rehearsed.release.reason).toMatch(/^contracts: .*FAILED$/);
    expect(rehearsed.release.weights).toEqual([]);
  });
});

describe('rolling', () => {
  const service = { service: 'product-service', version: 'v3.1.0' };

  it('replaces all tasks, watches, and is promoted', async () => {
    const rehearsed = await rehearseShop(service);
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('PROMOTED');
    expect(rehearsed.release.badRequests).toBe(0);
    await expectEstimate(rehearsed);
  });

  it('turns round when the new tasks answer with errors', async () => {
    const rehearsed = await rehearseShop({ ...service, ...errors, fromWeight: 0 });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release).toMatchObject({ outcome: 'ROLLED_BACK' });
    expect(rehearsed.release.reason).toMatch(/error.rate [\d.]+ %/);
  });

  it('turns round when the new tasks never become healthy', async () => {
    const rehearsed = await rehearseShop({
      ...service,
      behaviour: { neverHealthy: true },
      fromWeight: 0,
    });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release).toMatchObject({ outcome: 'ROLLED_BACK', environment: 'staging' });
  });
});

describe('a careful canary', () => {
  const service = { service: 'order-service', version: 'v1.1.0', hoursMax: 24 };

  it('soaks, asks, and takes an hour at 10 %', async () => {
    const rehearsed = await rehearseShop(service);
    await expectCleanEnd(rehearsed);
    const { release, weights } = rehearsed;
    expect(release.outcome).toBe('PROMOTED');
    expect(weights).toEqual([10, 25, 50, 100]);
    await expectEstimate(rehearsed);
    const at = (wanted: number) =>
      release.weights.find((w) => w.environment === 'production' && w.weight === wanted)?.at ??
      null;
    expect(minutesBetween(at(10), at(25))).toBeGreaterThanOrEqual(60);
    const staged = release.weights.find(({ environment }) => environment === 'staging');
    expect(minutesBetween(staged?.at ?? null, at(10))).toBeGreaterThan(30);
  });

  it('goes back by steps, so that the version before can warm up', async () => {
    const rehearsed = await rehearseShop({ ...service, ...errors, fromWeight: 50 });
    await expectCleanEnd(rehearsed);
    const { release, weights } = rehearsed;
    expect(release.outcome).toBe('ROLLED_BACK');
    expect(weights).toEqual([10, 25, 50, 25, 10, 0]);
    expect(minutesBetween(release.breachVisibleAt, release.trafficZeroAt)).toBeLessThan(5);
    const told = story(rehearsed.events);
    expect(told.slice(told.indexOf('rollback.started'))).toEqual([
      'rollback.started',
      'intent.recorded',
      'weight.lowered',
      'intent.recorded',
      'weight.lowered',
      'traffic.withdrawn',
      'rollback.completed',
    ]);
  });

  it('without a signature is refused before it is deployed anywhere', async () => {
    const rehearsed = await rehearseShop({ ...service, signed: false });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('REJECTED');
    expect(rehearsed.release.reason).toMatch(/^E315 signing with shop_release failed/);
  });

  it('finds the services that it needs where Spillway has never released them', async () => {
    const rehearsed = await rehearseShop(
      { ...service, serving: {}, hoursMax: 1 },
      { prepare: nameWhatRuns('shop/user-service', 'shop/product-service') },
    );
    const [{ record } = { record: undefined }] = rehearsed.ledgers;
    expect(record?.promotedIn).toEqual(['staging']);
    expect(rehearsed.report.iam.denied).toEqual([]);
  });

  it('waits for what they run to be a version that it can talk to', async () => {
    const rehearsed = await rehearseShop({ ...service, serving: {}, hoursMax: 1 });
    const [{ record } = { record: undefined }] = rehearsed.ledgers;
    expect(record).toMatchObject({ status: 'GATED', waitingFor: 'dependencies' });
  });

  it('waits for the services that it needs', async () => {
    const rehearsed = await rehearseShop({
      ...service,
      serving: { 'user-service': 'v2.0.0' },
      hoursMax: 1,
    });
    const [{ record } = { record: undefined }] = rehearsed.ledgers;
    expect(record).toMatchObject({ status: 'GATED', waitingFor: 'dependencies' });
    expect(rehearsed.release.weights).toEqual([]);
  });
});

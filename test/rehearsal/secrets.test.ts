import type { DescribeTaskDefinitionCommandOutput } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import type { World } from '../../rehearsal/world.ts';
import { expectCleanEnd } from './support/expect-clean-end.ts';
import { rehearseShop } from './support/rehearse-shop.ts';
import { writtenDown } from './support/written-down.ts';

const SECRET = 'hunter2-0a1b2c3d4e5f';
const service = { service: 'user-service', version: 'v3.1.0' };

/** In the places where teams put what nobody else shall read: the variables of their tasks. */
const plant =
  (...families: readonly string[]) =>
  (world: World): void => {
    world.twin.clock.after(1000, async () => {
      for (const family of families) await plantIn(world, family);
    });
  };

async function plantIn({ twin, region }: World, taskDefinition: string): Promise<void> {
  const ecs = (operation: string, input: object) =>
    twin.call({ service: 'ecs', operation, input, region });
  const found = (await ecs('DescribeTaskDefinition', {
    taskDefinition,
  })) as DescribeTaskDefinitionCommandOutput;
  const {
    containerDefinitions = [],
    taskDefinitionArn,
    revision,
    status,
    ...rest
  } = found.taskDefinition ?? {};
  const { requiresAttributes, compatibilities, registeredAt, registeredBy, ...copied } = rest;
  const environment = [{ name: 'DATABASE_PASSWORD', value: SECRET }];
  await ecs('RegisterTaskDefinition', {
    ...copied,
    containerDefinitions: containerDefinitions.map((each) => ({ ...each, environment })),
  });
}

describe('a secret in a task definition', () => {
  const families = ['user-service-staging', 'user-service-production', 'user-service-migrate'];

  it('reaches the tasks, and nothing that Spillway writes', async () => {
    const rehearsed = await rehearseShop(service, { prepare: plant(...families) });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('PROMOTED');
    const { world, report } = rehearsed;
    expect(await environmentOf(world, 'user-service-production')).toContain(SECRET);
    const written = await writtenDown(world, report);
    // Histories, records and logs are there at all: otherwise nothing would be proved.
    expect(written.length).toBeGreaterThan(100);
    expect(written.filter((text) => text.includes(SECRET))).toEqual([]);
  });

  it('stays out of the reasons of a check that fails', async () => {
    const failing = { behaviour: { job: { seconds: 20, exitCode: 1 } }, fromWeight: 0 };
    const rehearsed = await rehearseShop(
      { ...service, ...failing },
      { prepare: plant(...families) },
    );
    expect(rehearsed.release.outcome).toBe('ROLLED_BACK');
    const written = await writtenDown(rehearsed.world, rehearsed.report);
    expect(written.filter((text) => text.includes(SECRET))).toEqual([]);
  });
});

async function environmentOf({ twin, region }: World, taskDefinition: string): Promise<string> {
  const found = await twin.call({
    service: 'ecs',
    operation: 'DescribeTaskDefinition',
    input: { taskDefinition },
    region,
  });
  return JSON.stringify(found);
}

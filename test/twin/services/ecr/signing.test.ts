import {
  DeleteSigningConfigurationCommand,
  DescribeImageSigningStatusCommand,
  GetSigningConfigurationCommand,
  PutSigningConfigurationCommand,
  type SigningRule,
} from '@aws-sdk/client-ecr';
import { describe, expect, it } from 'vitest';
import { REPOSITORY, type Registry, startRegistry } from './start-registry.ts';

const repositoryName = REPOSITORY;
const signingProfileArn = 'arn:aws:signer:us-east-1:123456789012:/signing-profiles/shop_release';

async function startSigning(...rules: SigningRule[]): Promise<Registry> {
  const registry = await startRegistry();
  await registry.registry.send(
    new PutSigningConfigurationCommand({ signingConfiguration: { rules } }),
  );
  return registry;
}

const only = (filter: string): SigningRule => ({
  signingProfileArn,
  repositoryFilters: [{ filter, filterType: 'WILDCARD_MATCH' }],
});

async function statuses({ registry }: Registry, imageDigest: string) {
  const { signingStatuses = [] } = await registry.send(
    new DescribeImageSigningStatusCommand({ repositoryName, imageId: { imageDigest } }),
  );
  return signingStatuses;
}

describe('managed signing', () => {
  it('signs what is pushed, in a while', async () => {
    const registry = await startSigning({ signingProfileArn });
    const digest = registry.peer.push({ repositoryName, tags: ['1'] });
    expect(await statuses(registry, digest)).toEqual([
      { signingProfileArn, status: 'IN_PROGRESS' },
    ]);
    await registry.twin.pump.run(registry.twin.clock.now() + 60_000);
    expect(await statuses(registry, digest)).toEqual([{ signingProfileArn, status: 'COMPLETE' }]);
  });

  it('fails where whoever pushes may not use the profile', async () => {
    const registry = await startSigning({ signingProfileArn });
    const digest = registry.peer.push({ repositoryName, tags: ['1'], maySign: false });
    await registry.twin.pump.run(registry.twin.clock.now() + 60_000);
    expect(await statuses(registry, digest)).toMatchObject([
      { status: 'FAILED', failureCode: 'AccessDenied' },
    ]);
  });

  it.each([
    ['shop/*', 1],
    ['shop/auth', 1],
    ['shop', 0],
    ['other/*', 0],
  ])('of repositories like %s signs %i times', async (filter, count) => {
    const registry = await startSigning(only(filter));
    const digest = registry.peer.push({ repositoryName, tags: ['1'] });
    expect(await statuses(registry, digest)).toHaveLength(count);
  });

  it('is over when its configuration is deleted', async () => {
    const registry = await startSigning({ signingProfileArn });
    await registry.registry.send(new DeleteSigningConfigurationCommand({}));
    const digest = registry.peer.push({ repositoryName, tags: ['1'] });
    expect(await statuses(registry, digest)).toEqual([]);
    await expect(
      registry.registry.send(new GetSigningConfigurationCommand({})),
    ).rejects.toMatchObject({ name: 'SigningConfigurationNotFoundException' });
  });
});

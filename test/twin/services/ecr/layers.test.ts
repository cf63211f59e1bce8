import { BatchGetImageCommand, GetDownloadUrlForLayerCommand } from '@aws-sdk/client-ecr';
import { describe, expect, it } from 'vitest';
import { REPOSITORY, type Registry, startRegistry } from './start-registry.ts';

const repositoryName = REPOSITORY;

async function configDigestOf({ registry }: Registry, imageDigest: string): Promise<string> {
  const { images = [] } = await registry.send(
    new BatchGetImageCommand({ repositoryName, imageIds: [{ imageDigest }] }),
  );
  return JSON.parse(images[0]?.imageManifest ?? '{}').config.digest;
}

describe('the configuration of an image', () => {
  it('can be downloaded, for an hour', async () => {
    const registry = await startRegistry();
    const digest = registry.peer.push({ repositoryName, tags: ['1'], architectures: ['arm64'] });
    const layerDigest = await configDigestOf(registry, digest);
    const { downloadUrl = '' } = await registry.registry.send(
      new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest }),
    );
    const url = new URL(downloadUrl);
    expect(JSON.parse(registry.peer.download(url) ?? '{}')).toMatchObject({
      architecture: 'arm64',
      os: 'linux',
    });
    await registry.twin.pump.run(registry.twin.clock.now() + 3_601_000);
    expect(registry.peer.download(url)).toBeUndefined();
  });

  it('is behind no other URL', async () => {
    const { registry, peer, ...rest } = await startRegistry();
    const digest = peer.push({ repositoryName, tags: ['1'] });
    const layerDigest = await configDigestOf({ registry, peer, ...rest }, digest);
    const { downloadUrl = '' } = await registry.send(
      new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest }),
    );
    expect(peer.download(new URL(downloadUrl.replace(layerDigest, digest)))).toBeUndefined();
    expect(peer.download(new URL('https://example.com/'))).toBeUndefined();
  });

  it('is not there for a digest that no image has', async () => {
    const { registry } = await startRegistry();
    const command = new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest: 'sha256:00' });
    await expect(registry.send(command)).rejects.toMatchObject({ name: 'LayersNotFoundException' });
  });
});

import { describe, expect, it } from 'vitest';
import { readManifest, readPlatform } from '../../aws/image-manifest.ts';

const inline = (document: object) => Buffer.from(JSON.stringify(document)).toString('base64');

describe('a manifest', () => {
  it('of an index lists what it is for', () => {
    const manifests = [
      { digest: 'sha256:a', platform: { os: 'linux', architecture: 'amd64' } },
      { digest: 'sha256:b', platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
      { digest: 'sha256:c', platform: { os: 'unknown', architecture: 'unknown' } },
      { digest: 'sha256:d' },
    ];
    expect(readManifest(JSON.stringify({ schemaVersion: 2, manifests }))).toEqual({
      kind: 'index',
      platforms: ['linux/amd64', 'linux/arm64', 'unknown/unknown'],
    });
  });

  it('of an image names its configuration, which may stand in it', () => {
    const config = { digest: 'sha256:c', size: 7 };
    const image = { kind: 'image', configDigest: 'sha256:c' };
    expect(readManifest(JSON.stringify({ config }))).toEqual({ ...image, config: undefined });
    const platform = { os: 'linux', architecture: 'arm64' };
    const manifest = readManifest(
      JSON.stringify({ config: { ...config, data: inline(platform) } }),
    );
    expect(manifest).toEqual({ ...image, config: JSON.stringify(platform) });
  });

  it.each(['{}', '[]', '{"config":{}}'])('like %s is for nothing', (text) => {
    expect(() => readManifest(text)).toThrow(/^E314/);
  });
});

describe('a configuration', () => {
  it('says what its image runs on', () => {
    const blob = { architecture: 'amd64', os: 'windows', 'os.version': '10', config: {} };
    expect(readPlatform(JSON.stringify(blob))).toBe('windows/amd64');
  });
});

import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  DescribeImagesCommand,
  ListImagesCommand,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { describe, expect, it } from 'vitest';
import { REPOSITORY, type Registry, startRegistry } from './start-registry.ts';

const repositoryName = REPOSITORY;
const uri = (suffix: string) =>
  `123456789012.dkr.ecr.us-east-1.amazonaws.com/${REPOSITORY}${suffix}`;

const actions = ({ events }: Registry) =>
  events.map(({ detail }) => {
    const { 'action-type': action, 'image-tag': tag } = detail as Record<string, string>;
    return `${action} ${tag ?? '-'}`;
  });

describe('a pushed image', () => {
  it('can be pulled by each of its tags and by its digest', async () => {
    const { peer } = await startRegistry();
    const digest = peer.push({ repositoryName, tags: ['1.3.0', 'latest'], labels: { a: 'b' } });
    for (const suffix of [':1.3.0', '', `@${digest}`, `:1.3.0@${digest}`]) {
      expect(peer.resolve(uri(suffix))).toMatchObject({
        repositoryName,
        digest,
        tags: ['1.3.0', 'latest'],
        labels: { a: 'b' },
        architecture: 'amd64',
      });
    }
  });

  it.each([uri(':9.9.9'), uri('@sha256:00'), 'docker.io/library/nginx:1'])(
    'is not what %s names',
    async (reference) => {
      const { peer } = await startRegistry();
      peer.push({ repositoryName, tags: ['1.3.0'] });
      expect(peer.resolve(reference)).toBeUndefined();
    },
  );

  it('sends one event for each tag, in the shape of AWS', async () => {
    const registry = await startRegistry();
    const digest = registry.peer.push({ repositoryName, tags: ['1.3.0', 'latest'] });
    expect(actions(registry)).toEqual(['PUSH 1.3.0', 'PUSH latest']);
    expect(registry.events[0]).toEqual({
      source: 'aws.ecr',
      detailType: 'ECR Image Action',
      delivery: 'bestEffort',
      resources: [],
      detail: {
        result: 'SUCCESS',
        'repository-name': REPOSITORY,
        'image-digest': digest,
        'action-type': 'PUSH',
        'image-tag': '1.3.0',
      },
    });
  });

  it('sends an event without a tag for each image of an index', async () => {
    const registry = await startRegistry();
    const digest = registry.peer.push({
      repositoryName,
      tags: ['1.3.0'],
      architectures: ['amd64', 'arm64'],
    });
    expect(actions(registry)).toEqual(['PUSH -', 'PUSH -', 'PUSH 1.3.0']);
    const { images } = await registry.registry.send(
      new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: '1.3.0' }] }),
    );
    expect(images?.[0]).toMatchObject({
      imageId: { imageDigest: digest },
      imageManifestMediaType: 'application/vnd.oci.image.index.v1+json',
    });
  });

  it('takes a mutable tag from the image that had it', async () => {
    const { peer, registry } = await startRegistry();
    const first = peer.push({ repositoryName, tags: ['latest'] });
    const second = peer.push({ repositoryName, tags: ['latest'] });
    const { imageIds } = await registry.send(new ListImagesCommand({ repositoryName }));
    expect(imageIds).toEqual([{ imageDigest: first }, { imageDigest: second, imageTag: 'latest' }]);
  });
});

describe('an immutable tag', () => {
  it.each([
    ['IMMUTABLE', '1.3.0', 'refused'],
    ['IMMUTABLE_WITH_EXCLUSION', '1.3.0', 'refused'],
    ['IMMUTABLE_WITH_EXCLUSION', 'latest', 'moved'],
    ['MUTABLE_WITH_EXCLUSION', '1.3.0', 'moved'],
    ['MUTABLE_WITH_EXCLUSION', 'latest', 'refused'],
    ['MUTABLE', '1.3.0', 'moved'],
  ] as const)('under %s: a second push of %s is %s', async (imageTagMutability, tag, outcome) => {
    const { peer } = await startRegistry({
      imageTagMutability,
      ...(imageTagMutability.endsWith('EXCLUSION')
        ? { imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'late*' }] }
        : {}),
    });
    peer.push({ repositoryName, tags: [tag] });
    const again = () => peer.push({ repositoryName, tags: [tag] });
    if (outcome === 'moved') expect(again).not.toThrow();
    else
      expect(again).toThrow(
        `The image tag '${tag}' already exists in the '${REPOSITORY}' repository and cannot be overwritten because the tag is immutable.`,
      );
  });
});

describe('PutImage', () => {
  it('adds a tag to an image whose manifest it is given, and says so', async () => {
    const registry = await startRegistry({ imageTagMutability: 'IMMUTABLE' });
    const digest = registry.peer.push({ repositoryName, tags: ['1.3.0'] });
    const { images } = await registry.registry.send(
      new BatchGetImageCommand({ repositoryName, imageIds: [{ imageDigest: digest }] }),
    );
    const imageManifest = images?.[0]?.imageManifest;
    const put = { repositoryName, imageManifest, imageTag: 'stable' };
    await registry.registry.send(new PutImageCommand(put));
    expect(actions(registry)).toEqual(['PUSH 1.3.0', 'PUSH stable']);
    expect(registry.peer.resolve(uri(':stable'))?.digest).toBe(digest);
    await expect(registry.registry.send(new PutImageCommand(put))).rejects.toMatchObject({
      name: 'ImageAlreadyExistsException',
    });
  });

  it('refuses an index whose images are not there', async () => {
    const { registry } = await startRegistry();
    const imageManifest = JSON.stringify({
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [{ digest: 'sha256:missing' }],
    });
    await expect(
      registry.send(new PutImageCommand({ repositoryName, imageManifest })),
    ).rejects.toMatchObject({ name: 'ReferencedImagesNotFoundException' });
  });
});

describe('DescribeImages', () => {
  it('names what it cannot find as AWS does', async () => {
    const { registry } = await startRegistry();
    await expect(
      registry.send(new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: '1' }] })),
    ).rejects.toMatchObject({
      name: 'ImageNotFoundException',
      message: `The image with imageId {imageDigest:'null', imageTag:'1'} does not exist within the repository with name '${REPOSITORY}' in the registry with id '123456789012'`,
    });
  });

  it('gives every image once over its pages', async () => {
    const { peer, registry } = await startRegistry();
    const pushed = ['1', '2', '3', '4', '5'].map((tag) =>
      peer.push({ repositoryName, tags: [tag] }),
    );
    const seen: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const page = await registry.send(
        new DescribeImagesCommand({ repositoryName, maxResults: 2, nextToken }),
      );
      seen.push(...(page.imageDetails ?? []).map(({ imageDigest }) => imageDigest));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(seen.sort()).toEqual(pushed.sort());
  });

  it('gives no more than a thousand at once', async () => {
    const { registry } = await startRegistry();
    const tooMany = new DescribeImagesCommand({ repositoryName, maxResults: 1001 });
    await expect(registry.send(tooMany)).rejects.toThrow(/between 1 and 1000/);
  });
});

describe('BatchDeleteImage', () => {
  it('removes a tag, and with the last tag the image', async () => {
    const registry = await startRegistry();
    const { peer, registry: client } = registry;
    const digest = peer.push({ repositoryName, tags: ['1.3.0', 'latest'] });
    const remove = (imageTag: string) =>
      client.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag }] }));
    await remove('latest');
    expect(peer.resolve(uri(`@${digest}`))?.tags).toEqual(['1.3.0']);
    await remove('1.3.0');
    expect(peer.resolve(uri(`@${digest}`))).toBeUndefined();
    expect(actions(registry).slice(2)).toEqual(['DELETE latest', 'DELETE 1.3.0']);
  });

  it('keeps an image that an index lists', async () => {
    const { peer, registry } = await startRegistry();
    peer.push({ repositoryName, tags: ['1'], architectures: ['amd64', 'arm64'] });
    const { imageIds = [] } = await registry.send(
      new ListImagesCommand({ repositoryName, filter: { tagStatus: 'UNTAGGED' } }),
    );
    const { failures } = await registry.send(
      new BatchDeleteImageCommand({ repositoryName, imageIds }),
    );
    expect(failures?.map(({ failureCode }) => failureCode)).toEqual([
      'ImageReferencedByManifestList',
      'ImageReferencedByManifestList',
    ]);
  });
});

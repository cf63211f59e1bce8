// What can be asked of images: put, get, describe, list and delete.

import type * as Sdk from '@aws-sdk/client-ecr';
import type { ImageDetail, ImageFailure, ImageIdentifier } from '@aws-sdk/client-ecr';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import { emitAction } from './events.ts';
import { findImage, findRepository, lookUpImage } from './lookup.ts';
import { readManifest } from './manifest.ts';
import { pageOf } from './paging.ts';
import { putManifest } from './push.ts';
import { scanStatus, summary } from './scans.ts';
import type { EcrState, Repository, StoredImage } from './state.ts';

export const imageOperations = (host: ServiceHost, state: EcrState): Operations<typeof Sdk> => ({
  PutImage(input) {
    const { imageManifest: manifest = '', imageTag: tag, imageDigest } = input;
    const repository = findRepository(host, state, input.repositoryName);
    const facts = readManifest(manifest, input.imageManifestMediaType);
    const known = [...repository.images.values()].find((image) => image.manifest === manifest);
    if (imageDigest !== undefined && imageDigest !== (known?.digest ?? facts.digest))
      throw new AwsError(
        'ImageDigestDoesNotMatchException',
        `The specified image digest '${imageDigest}' does not match the digest of the image manifest.`,
      );
    const image = putManifest({ host, state, repository }, { manifest, facts, tag });
    return { image: apiImage(host, repository, image, { imageTag: tag }) };
  },
  BatchGetImage({ repositoryName, imageIds = [] }) {
    const repository = findRepository(host, state, repositoryName);
    const found = imageIds.map((id) => ({ id, image: lookUpImage(repository, id) }));
    return {
      images: found.flatMap(({ id, image }) =>
        image === undefined ? [] : [apiImage(host, repository, image, id)],
      ),
      failures: found.flatMap(({ id, image }) => (image === undefined ? [notFound(id)] : [])),
    };
  },
  DescribeImages({ repositoryName, imageIds, filter, ...page }) {
    const repository = findRepository(host, state, repositoryName);
    const selected =
      imageIds === undefined
        ? listed(repository).filter((image) => hasStatus(image, filter?.tagStatus))
        : new Set(imageIds.map((id) => findImage(host, repository, id)));
    const { page: images, nextToken } = pageOf([...selected], page);
    return { imageDetails: images.map((image) => detail(host, repository, image)), nextToken };
  },
  ListImages({ repositoryName, filter, ...page }) {
    const repository = findRepository(host, state, repositoryName);
    const ids = listed(repository)
      .filter((image) => hasStatus(image, filter?.tagStatus))
      .flatMap(identifiers);
    const { page: imageIds, nextToken } = pageOf(ids, page);
    return { imageIds, nextToken };
  },
  BatchDeleteImage({ repositoryName, imageIds = [] }) {
    const repository = findRepository(host, state, repositoryName);
    const deleted: ImageIdentifier[] = [];
    const failures: ImageFailure[] = [];
    for (const id of imageIds) {
      const outcome = deleteImage(host, repository, id);
      if (Array.isArray(outcome)) deleted.push(...outcome);
      else failures.push(outcome);
    }
    return { imageIds: deleted, failures };
  },
});

/** A tag alone is untagged; an image goes with its digest, or with its last tag. */
function deleteImage(
  host: ServiceHost,
  repository: Repository,
  id: ImageIdentifier,
): ImageIdentifier[] | ImageFailure {
  const image = lookUpImage(repository, id);
  if (image === undefined) return notFound(id);
  const { digest } = image;
  const tags = id.imageDigest === undefined && id.imageTag ? [id.imageTag] : [...image.tags];
  const keepsImage = tags.length < image.tags.size;
  if (!keepsImage && listedBy(repository, digest).length > 0)
    return {
      imageId: id,
      failureCode: 'ImageReferencedByManifestList',
      failureReason: `Requested image referenced by manifest list: [${listedBy(repository, digest).join(', ')}]`,
    };
  for (const tag of tags) image.tags.delete(tag);
  if (!keepsImage) repository.images.delete(digest);
  const gone = tags.length === 0 ? [undefined] : tags;
  for (const tag of gone) emitAction(host, 'DELETE', { repository, digest, tag });
  return gone.map((imageTag) => ({ imageDigest: digest, imageTag }));
}

const listedBy = ({ images }: Repository, digest: string): readonly string[] =>
  [...images.values()]
    .filter(({ references }) => references.includes(digest))
    .map((index) => index.digest);

/** AWS promises no order; digests have nothing to do with when an image was pushed. */
const listed = ({ images }: Repository): readonly StoredImage[] =>
  [...images.values()].sort((a, b) => (a.digest < b.digest ? -1 : 1));

const hasStatus = ({ tags }: StoredImage, status: string | undefined): boolean =>
  status === 'TAGGED' ? tags.size > 0 : status !== 'UNTAGGED' || tags.size === 0;

const identifiers = ({ digest, tags }: StoredImage): ImageIdentifier[] =>
  tags.size === 0
    ? [{ imageDigest: digest }]
    : [...tags].map((imageTag) => ({ imageDigest: digest, imageTag }));

const notFound = (imageId: ImageIdentifier): ImageFailure => ({
  imageId,
  failureCode: 'ImageNotFound',
  failureReason: 'Requested image not found',
});

const apiImage = (
  host: ServiceHost,
  repository: Repository,
  image: StoredImage,
  { imageTag }: ImageIdentifier,
) => ({
  registryId: host.account,
  repositoryName: repository.name,
  imageId: { imageDigest: image.digest, imageTag },
  imageManifest: image.manifest,
  imageManifestMediaType: image.mediaType,
});

function detail(host: ServiceHost, repository: Repository, image: StoredImage): ImageDetail {
  const { lastScan } = image;
  return {
    registryId: host.account,
    repositoryName: repository.name,
    imageDigest: image.digest,
    // Absent for an image without tags.
    ...(image.tags.size === 0 ? {} : { imageTags: [...image.tags] }),
    imageSizeInBytes: image.sizeBytes,
    imagePushedAt: image.pushedAt,
    imageManifestMediaType: image.mediaType,
    artifactMediaType: 'application/vnd.oci.image.config.v1+json',
    lastRecordedPullTime: image.pulledAt,
    ...(lastScan === undefined ? {} : { imageScanStatus: scanStatus(lastScan) }),
    ...(lastScan?.status === 'COMPLETE' ? { imageScanFindingsSummary: summary(lastScan) } : {}),
  };
}

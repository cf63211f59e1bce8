// Blobs by digest: of an image only its configuration is there to be downloaded, its layers have no content.
import { createHash } from 'node:crypto';
import type * as Sdk from '@aws-sdk/client-ecr';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import { findRepository } from './lookup.ts';
import { configDigest } from './manifest.ts';
import type { EcrState, Repository } from './state.ts';

const VALID_SECONDS = 3600;

export const layerOperations = (host: ServiceHost, state: EcrState): Operations<typeof Sdk> => ({
  GetDownloadUrlForLayer({ repositoryName, layerDigest = '' }) {
    const repository = findRepository(host, state, repositoryName);
    if (configAt(repository, layerDigest) === undefined)
      throw new AwsError(
        'LayersNotFoundException',
        `The layer with digest '${layerDigest}' does not exist in the repository with name '${repository.name}' in registry with id '${host.account}'`,
      );
    const expires = host.clock.now() + VALID_SECONDS * 1000;
    const path = `/${host.account}/${repository.name}/${layerDigest}`;
    const query = `X-Amz-Expires=${VALID_SECONDS}&expires=${expires}&X-Amz-Signature=${signature(path, expires)}`;
    return { layerDigest, downloadUrl: `https://${bucketOf(host)}${path}?${query}` };
  },
});

/** What a download URL leads to; undefined where it is not one, or not any more. */
export function download(host: ServiceHost, state: EcrState, url: URL): string | undefined {
  const expires = Number(url.searchParams.get('expires'));
  if (url.hostname !== bucketOf(host) || host.clock.now() > expires) return undefined;
  if (url.searchParams.get('X-Amz-Signature') !== signature(url.pathname, expires))
    return undefined;
  const parts = url.pathname.split('/');
  const repository = state.repositories.get(parts.slice(2, -1).join('/'));
  return repository && configAt(repository, parts.at(-1) ?? '');
}

const bucketOf = ({ region }: ServiceHost): string =>
  `prod-${region}-starport-layer-bucket.s3.${region}.amazonaws.com`;

const signature = (path: string, expires: number): string =>
  createHash('sha256').update(`${path} ${expires}`).digest('hex');

const configAt = ({ images }: Repository, digest: string): string | undefined =>
  [...images.values()].find(({ manifest }) => configDigest(manifest) === digest)?.config;

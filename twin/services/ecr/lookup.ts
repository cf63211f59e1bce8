// Finding repositories and images, or saying as AWS does that they are not there.
import type { ImageIdentifier } from '@aws-sdk/client-ecr';
import { AwsError } from '../../host/aws-error.ts';
import type { ServiceHost } from '../../host/service.ts';
import { type EcrState, imageByTag, type Repository, type StoredImage } from './state.ts';

export function findRepository(
  host: ServiceHost,
  state: EcrState,
  name: string | undefined,
): Repository {
  const found = state.repositories.get(name ?? '');
  if (found !== undefined) return found;
  throw new AwsError(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${host.account}'`,
  );
}

/** The image that an identifier means; a digest and a tag that disagree mean none. */
export function lookUpImage(
  repository: Repository,
  { imageDigest, imageTag }: ImageIdentifier,
): StoredImage | undefined {
  const byTag = imageTag === undefined ? undefined : imageByTag(repository, imageTag);
  if (imageDigest === undefined) return byTag;
  const byDigest = repository.images.get(imageDigest);
  return imageTag === undefined || byTag === byDigest ? byDigest : undefined;
}

export function findImage(
  host: ServiceHost,
  repository: Repository,
  id: ImageIdentifier | undefined,
): StoredImage {
  const found = lookUpImage(repository, id ?? {});
  if (found !== undefined) return found;
  const [digest, tag] = [id?.imageDigest, id?.imageTag].map((each) => each ?? 'null');
  throw new AwsError(
    'ImageNotFoundException',
    `The image with imageId {imageDigest:'${digest}', imageTag:'${tag}'} does not exist within the repository with name '${repository.name}' in the registry with id '${host.account}'`,
  );
}

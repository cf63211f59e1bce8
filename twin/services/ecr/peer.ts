// What ECR offers its neighbours: pulls, and pushes without a Docker client.
import type { EcrPeer, PulledImage } from '../../host/peers.ts';
import type { ServiceHost } from '../../host/service.ts';
import { download } from './layers.ts';
import { findImage, findRepository, lookUpImage } from './lookup.ts';
import { pushImage } from './push.ts';
import { registry } from './repositories.ts';
import type { EcrState, Repository, StoredImage } from './state.ts';

export const createPeer = (host: ServiceHost, state: EcrState): EcrPeer => ({
  resolve(imageUri) {
    const reference = parseReference(host, imageUri);
    const repository = state.repositories.get(reference?.repository ?? '');
    const image = repository && lookUpImage(repository, reference ?? {});
    if (!image) return undefined;
    image.pulledAt = host.clock.date();
    return pulled(repository, image);
  },
  push: (image) => pushImage(host, state, image).digest,
  download: (url) => download(host, state, url),
  setScan({ repositoryName, digest }, scan) {
    const repository = findRepository(host, state, repositoryName);
    findImage(host, repository, { imageDigest: digest }).scan = scan;
  },
});

interface Reference {
  readonly repository: string;
  readonly imageTag?: string;
  readonly imageDigest?: string;
}

/** `<registry>/<repository>`, then `@<digest>`, `:<tag>`, or nothing for the tag `latest`. */
function parseReference(host: ServiceHost, uri: string): Reference | undefined {
  const prefix = `${registry(host)}/`;
  if (!uri.startsWith(prefix)) return undefined;
  const rest = uri.slice(prefix.length);
  const [named = '', imageDigest] = rest.split('@');
  const [repository = '', imageTag = 'latest'] = named.split(':');
  return imageDigest === undefined ? { repository, imageTag } : { repository, imageDigest };
}

/** An index is pulled as the image for the architecture that it lists first. */
function pulled(repository: Repository, image: StoredImage): PulledImage {
  return {
    repositoryName: repository.name,
    digest: image.digest,
    tags: [...image.tags],
    labels: image.labels,
    architecture: image.architectures[0] ?? 'amd64',
  };
}

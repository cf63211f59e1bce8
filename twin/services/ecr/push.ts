// How images come into a repository: a manifest with a tag, then an event, a scan, and a look at the lifecycle policy.
import { AwsError } from '../../host/aws-error.ts';
import type { PushedImage } from '../../host/peers.ts';
import type { ServiceHost } from '../../host/service.ts';
import { emitAction } from './events.ts';
import { isImmutable } from './immutability.ts';
import { scheduleEvaluation } from './lifecycle.ts';
import {
  imageManifest,
  indexManifest,
  type ManifestFacts,
  OCI_IMAGE,
  readManifest,
} from './manifest.ts';
import { startScan } from './scans.ts';
import { imageByTag, type Repository, type StoredImage } from './state.ts';

interface PutManifest {
  readonly manifest: string;
  readonly facts: ManifestFacts;
  readonly tag: string | undefined;
  readonly scan?: PushedImage['scan'];
}

/** One PutImage. */
export function putManifest(
  host: ServiceHost,
  repository: Repository,
  { manifest, facts, tag, scan }: PutManifest,
): StoredImage {
  const missing = facts.references.filter((digest) => !repository.images.has(digest));
  if (missing.length > 0)
    throw new AwsError(
      'ReferencedImagesNotFoundException',
      `Referenced images not found: ${missing.join(', ')}`,
    );
  // The same manifest is the same image, however its digest came about.
  const known = [...repository.images.values()].find((image) => image.manifest === manifest);
  const digest = known?.digest ?? facts.digest;
  const tagged = tag === undefined ? known : imageByTag(repository, tag);
  if (known !== undefined && tagged === known) throw alreadyExists(host, repository, digest, tag);
  if (tag !== undefined && tagged !== undefined && isImmutable(repository, tag))
    throw new AwsError(
      'ImageTagAlreadyExistsException',
      `The image tag '${tag}' already exists in the '${repository.name}' repository and cannot be overwritten because the tag is immutable.`,
    );
  const image = known ?? addImage(host, repository, { manifest, facts, scan });
  if (tag !== undefined) {
    tagged?.tags.delete(tag);
    image.tags.add(tag);
  }
  emitAction(host, 'PUSH', { repository, digest, tag });
  if (known === undefined && repository.scanOnPush) startScan(host, repository, image);
  scheduleEvaluation(host, repository);
  return image;
}

/** What a client does that pushes: each image of an index without a tag, then what the tags point to. */
export function pushImage(
  host: ServiceHost,
  repository: Repository,
  pushed: PushedImage,
): StoredImage {
  const { labels = {}, architectures = ['amd64'], mediaType = OCI_IMAGE, tags } = pushed;
  const manifests = architectures.map((architecture) => {
    const createdAt = host.clock.date();
    const nonce = host.ids.uuid();
    const manifest = imageManifest({ architecture, labels, mediaType, createdAt, nonce });
    const facts = { ...readManifest(manifest, mediaType), labels, architectures: [architecture] };
    return { manifest, facts, architecture };
  });
  const [single] = manifests;
  if (manifests.length === 1 && single !== undefined) {
    const facts = { ...single.facts, digest: pushed.digest ?? single.facts.digest };
    return putWithTags(host, repository, { ...single, facts, scan: pushed.scan }, tags);
  }
  const images = manifests.map(({ manifest, facts, architecture }) => {
    const put = { manifest, facts, tag: undefined, scan: pushed.scan };
    return { digest: putManifest(host, repository, put).digest, architecture };
  });
  const manifest = indexManifest(images, labels);
  const read = readManifest(manifest, undefined);
  const facts = { ...read, digest: pushed.digest ?? read.digest, labels };
  return putWithTags(host, repository, { manifest, facts }, tags);
}

function putWithTags(
  host: ServiceHost,
  repository: Repository,
  put: Omit<PutManifest, 'tag'>,
  [first, ...others]: readonly string[],
): StoredImage {
  const image = putManifest(host, repository, { ...put, tag: first });
  for (const tag of others) putManifest(host, repository, { ...put, tag });
  return image;
}

function addImage(
  host: ServiceHost,
  repository: Repository,
  { manifest, facts, scan }: Omit<PutManifest, 'tag'>,
): StoredImage {
  const { digest, mediaType, sizeBytes, labels, architectures, references } = facts;
  const image: StoredImage = {
    digest,
    manifest,
    mediaType,
    sizeBytes,
    labels,
    architectures,
    references,
    pushedAt: host.clock.date(),
    tags: new Set(),
    pulledAt: undefined,
    scan,
    lastScan: undefined,
  };
  repository.images.set(digest, image);
  return image;
}

const alreadyExists = (
  host: ServiceHost,
  repository: Repository,
  digest: string,
  tag: string | undefined,
): AwsError =>
  new AwsError(
    'ImageAlreadyExistsException',
    `Image with digest '${digest}' and tag '${tag ?? 'null'}' already exists in the repository with name '${repository.name}' in registry with id '${host.account}'`,
  );

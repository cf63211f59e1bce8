// How images come into a repository: a manifest with a tag, then an event, a scan, and a look at the lifecycle policy.
import { AwsError } from '../../host/aws-error.ts';
import type { PushedImage, Scan } from '../../host/peers.ts';
import type { ServiceHost } from '../../host/service.ts';
import { emitAction } from './events.ts';
import { isImmutable } from './immutability.ts';
import { scheduleEvaluation } from './lifecycle.ts';
import { findRepository } from './lookup.ts';
import {
  imageConfig,
  imageManifest,
  indexManifest,
  type ManifestFacts,
  OCI_IMAGE,
  readManifest,
} from './manifest.ts';
import { startScan } from './scans.ts';
import { startSigning } from './signing.ts';
import { type EcrState, imageByTag, type Repository, type StoredImage } from './state.ts';

interface PutManifest {
  readonly manifest: string;
  readonly facts: ManifestFacts;
  readonly tag: string | undefined;
  readonly config?: string;
  readonly scan?: Scan | undefined;
  /** True when absent. */
  readonly maySign?: boolean | undefined;
}

/** Into a repository of a registry. */
interface Into {
  readonly host: ServiceHost;
  readonly state: EcrState;
  readonly repository: Repository;
}

/** One PutImage. */
export function putManifest(into: Into, put: PutManifest): StoredImage {
  const { host, state, repository } = into;
  const { manifest, facts, tag, maySign = true } = put;
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
  const image = known ?? addImage(into, put);
  if (tag !== undefined) {
    tagged?.tags.delete(tag);
    image.tags.add(tag);
  }
  emitAction(host, 'PUSH', { repository, digest, tag });
  if (known === undefined && repository.scanOnPush) startScan(host, repository, image);
  if (known === undefined) startSigning(host, state, { repository, image, maySign });
  scheduleEvaluation(host, repository);
  return image;
}

/** What a client does that pushes: each image of an index without a tag, then what the tags point to. */
export function pushImage(host: ServiceHost, state: EcrState, pushed: PushedImage): StoredImage {
  const into = { host, state, repository: findRepository(host, state, pushed.repositoryName) };
  const { labels = {}, architectures = ['amd64'], tags, scan, maySign } = pushed;
  const made = architectures.map((architecture) => makeImage(host, pushed, architecture));
  const [single] = made;
  if (made.length === 1 && single !== undefined) {
    const facts = { ...single.facts, digest: pushed.digest ?? single.facts.digest };
    return putWithTags(into, { ...single, facts, scan, maySign }, tags);
  }
  const images = made.map((each, index) => ({
    digest: putManifest(into, { ...each, tag: undefined, scan, maySign }).digest,
    architecture: architectures[index] ?? '',
  }));
  const manifest = indexManifest(images, labels);
  const read = readManifest(manifest, undefined);
  const facts = { ...read, digest: pushed.digest ?? read.digest, labels };
  return putWithTags(into, { manifest, facts, maySign }, tags);
}

function makeImage(
  host: ServiceHost,
  { labels = {}, mediaType = OCI_IMAGE }: PushedImage,
  architecture: string,
): Pick<PutManifest, 'manifest' | 'facts' | 'config'> {
  const [createdAt, nonce] = [host.clock.date(), host.ids.uuid()];
  const image = { architecture, labels, mediaType, createdAt, nonce };
  const manifest = imageManifest(image);
  const facts = { ...readManifest(manifest, mediaType), labels, architectures: [architecture] };
  return { manifest, facts, config: imageConfig(image) };
}

function putWithTags(
  into: Into,
  put: Omit<PutManifest, 'tag'>,
  [first, ...others]: readonly string[],
): StoredImage {
  const image = putManifest(into, { ...put, tag: first });
  for (const tag of others) putManifest(into, { ...put, tag });
  return image;
}

function addImage(
  { host, repository }: Into,
  { manifest, facts, scan, config }: PutManifest,
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
    config,
    signings: [],
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

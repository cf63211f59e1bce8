// Image manifests: made for pushes without a Docker client, and read when somebody puts one.
import { createHash } from 'node:crypto';
import { AwsError } from '../../host/aws-error.ts';

export const OCI_IMAGE = 'application/vnd.oci.image.manifest.v1+json';
const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
const DOCKER_INDEX = 'application/vnd.docker.distribution.manifest.list.v2+json';

const LAYER_BYTES = 50_000_000;

export interface ManifestFacts {
  readonly digest: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly architectures: readonly string[];
  readonly references: readonly string[];
}

const digestOf = (text: string): string =>
  `sha256:${createHash('sha256').update(text).digest('hex')}`;

export const isIndex = (mediaType: string): boolean =>
  mediaType === OCI_INDEX || mediaType === DOCKER_INDEX;

interface NewImage {
  readonly architecture: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly mediaType: string;
  readonly createdAt: Date;
  readonly nonce: string;
}

/** The blob that says what an image runs on and as. */
export const imageConfig = ({ architecture, labels, createdAt }: NewImage): string =>
  JSON.stringify({
    architecture,
    os: 'linux',
    created: createdAt.toISOString(),
    config: { Labels: labels },
  });

/** The labels stand as annotations too, for those who read no more than the manifest. */
export function imageManifest(image: NewImage): string {
  const config = imageConfig(image);
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: image.mediaType,
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: digestOf(config),
      size: config.length,
    },
    layers: [
      {
        mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
        digest: digestOf(image.nonce),
        size: LAYER_BYTES,
      },
    ],
    annotations: image.labels,
  });
}

export function indexManifest(
  images: readonly { readonly digest: string; readonly architecture: string }[],
  labels: Readonly<Record<string, string>>,
): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_INDEX,
    manifests: images.map(({ digest, architecture }) => ({
      mediaType: OCI_IMAGE,
      digest,
      size: 1000,
      platform: { architecture, os: 'linux' },
    })),
    annotations: labels,
  });
}

/** Undefined for what is no single image. */
export const configDigest = (manifest: string): string | undefined =>
  parseJson(manifest).config?.digest;

interface Parsed {
  readonly mediaType?: string;
  readonly config?: { readonly digest?: string; readonly size?: number };
  readonly layers?: readonly { readonly size?: number }[];
  readonly manifests?: readonly {
    readonly digest?: string;
    readonly platform?: { readonly architecture?: string };
  }[];
  readonly annotations?: Readonly<Record<string, string>>;
}

export function readManifest(text: string, mediaType: string | undefined): ManifestFacts {
  const parsed = parseJson(text);
  const listed = parsed.manifests ?? [];
  return {
    digest: digestOf(text),
    mediaType: parsed.mediaType ?? mediaType ?? OCI_IMAGE,
    sizeBytes: (parsed.layers ?? []).reduce(
      (sum, { size = 0 }) => sum + size,
      parsed.config?.size ?? 0,
    ),
    labels: parsed.annotations ?? {},
    architectures: listed.flatMap(({ platform }) => platform?.architecture ?? []),
    references: listed.flatMap(({ digest }) => digest ?? []),
  };
}

function parseJson(text: string): Parsed {
  try {
    return JSON.parse(text) as Parsed;
  } catch {
    throw new AwsError(
      'InvalidParameterException',
      "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
    );
  }
}

// What a manifest says: an index lists its images by platform, a single image names the blob that says it.
import * as z from 'zod';
import { errorNames } from '../core/contract/error-names.ts';
import { Failure } from './failure.ts';

/** Asked for by name, so that ECR translates none into another. */
export const manifestTypes: readonly string[] = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

const platform = z.object({ os: z.string(), architecture: z.string() });
const index = z.object({ manifests: z.array(z.object({ platform: platform.optional() })) });
/** A small blob may stand in its descriptor, as OCI allows. */
const image = z.object({ config: z.object({ digest: z.string(), data: z.base64().optional() }) });

export type Manifest =
  | { readonly kind: 'index'; readonly platforms: readonly string[] }
  | { readonly kind: 'image'; readonly configDigest: string; readonly config: string | undefined };

export function readManifest(text: string): Manifest {
  const document: unknown = JSON.parse(text);
  const listed = index.safeParse(document);
  if (listed.success) {
    // Attestations lie among the images, for a platform that is unknown; ones without say nothing.
    const platforms = listed.data.manifests.flatMap((each) => each.platform ?? []).map(nameOf);
    return { kind: 'index', platforms };
  }
  const single = image.safeParse(document);
  if (single.success) {
    const { digest, data } = single.data.config;
    const config = data === undefined ? undefined : Buffer.from(data, 'base64').toString('utf8');
    return { kind: 'image', configDigest: digest, config };
  }
  throw new Failure(errorNames.imageRefused, 'E314 the manifest says of no platform');
}

/** The configuration blob of a single image. */
export const readPlatform = (blob: string): string => nameOf(platform.parse(JSON.parse(blob)));

const nameOf = ({ os, architecture }: z.infer<typeof platform>): string => `${os}/${architecture}`;

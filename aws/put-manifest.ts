// An image without content: a manifest that only a twin takes, since a real registry asks for the layers first.
import { ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { ociArchitecture } from '../core/intake/oci-architecture.ts';
import { sha256 } from '../core/plan/sha256.ts';
import type { Architecture } from '../core/spec/spec.ts';
import { clientSettings } from './client-settings.ts';

export interface HollowImage {
  readonly repository: string;
  readonly tag: string;
  /** A twin reads them from the annotations. */
  readonly labels: Readonly<Record<string, string>>;
  readonly architecture: Architecture;
}

const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG_TYPE = 'application/vnd.oci.image.config.v1+json';

/** Gives the digest: another one for each tag and each set of labels. */
export async function putManifest(image: HollowImage): Promise<string> {
  const { repository, tag, labels, architecture } = image;
  const client = new ECRClient(clientSettings());
  const content = JSON.stringify({
    architecture: ociArchitecture[architecture],
    os: 'linux',
    config: { Labels: { ...labels, repository, tag } },
  });
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: {
      mediaType: CONFIG_TYPE,
      digest: `sha256:${sha256(content)}`,
      size: content.length,
      // Nobody has uploaded it: it stands here, as OCI allows for small blobs.
      data: Buffer.from(content).toString('base64'),
    },
    layers: [],
    annotations: labels,
  };
  const put = await client.send(
    new PutImageCommand({
      repositoryName: repository,
      imageTag: tag,
      imageManifest: JSON.stringify(manifest),
      imageManifestMediaType: MANIFEST_TYPE,
    }),
  );
  return put.image?.imageId?.imageDigest ?? '';
}

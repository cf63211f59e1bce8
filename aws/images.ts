// ECR: what an image really is. An event or a tag is a hint; the digest is read here.
import {
  BatchGetImageCommand,
  DescribeImageScanFindingsCommand,
  DescribeImagesCommand,
  ECRClient,
} from '@aws-sdk/client-ecr';
import { clientSettings } from './client-settings.ts';
import { isNamed } from './failure.ts';

export interface ImageView {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly pushedAtMs: number;
  /** Image manifests can be run; indexes, attestations and signatures have other media types. */
  readonly mediaType: string;
}

export interface ScanView {
  readonly status: string;
  readonly counts: Readonly<Record<string, number>>;
}

export interface Images {
  /** By digest or tag; undefined where there is none. */
  find(
    repository: string,
    image: { digest: string } | { tag: string },
  ): Promise<ImageView | undefined>;
  /** The newest images by push time. */
  newest(repository: string, count: number): Promise<readonly ImageView[]>;
  scan(repository: string, digest: string): Promise<ScanView>;
  /** Whether a signature lies beside the image, as cosign and Notation store them: tagged by its digest. */
  isSigned(repository: string, digest: string): Promise<boolean>;
}

export function openImages(): Images {
  const client = new ECRClient(clientSettings());

  const find: Images['find'] = async (repositoryName, image) => {
    const id = 'digest' in image ? { imageDigest: image.digest } : { imageTag: image.tag };
    try {
      const { imageDetails } = await client.send(
        new DescribeImagesCommand({ repositoryName, imageIds: [id] }),
      );
      return imageDetails?.map(toView)[0];
    } catch (error) {
      if (isNamed(error, 'ImageNotFoundException', 'RepositoryNotFoundException')) return undefined;
      throw error;
    }
  };

  return {
    find,
    async newest(repositoryName, count) {
      const { imageDetails = [] } = await client.send(
        new DescribeImagesCommand({ repositoryName, filter: { tagStatus: 'TAGGED' } }),
      );
      return imageDetails
        .map(toView)
        .sort((a, b) => b.pushedAtMs - a.pushedAtMs)
        .slice(0, count);
    },
    async scan(repositoryName, imageDigest) {
      try {
        const { imageScanStatus, imageScanFindings } = await client.send(
          new DescribeImageScanFindingsCommand({ repositoryName, imageId: { imageDigest } }),
        );
        return {
          status: imageScanStatus?.status ?? 'PENDING',
          counts: { ...imageScanFindings?.findingSeverityCounts },
        };
      } catch (error) {
        if (isNamed(error, 'ScanNotFoundException')) return { status: 'NONE', counts: {} };
        throw error;
      }
    },
    async isSigned(repositoryName, digest) {
      const imageTag = `${digest.replace(':', '-')}.sig`;
      const { images = [] } = await client.send(
        new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag }] }),
      );
      return images.length > 0;
    },
  };
}

interface Detail {
  readonly imageDigest?: string | undefined;
  readonly imageTags?: readonly string[] | undefined;
  readonly imagePushedAt?: Date | undefined;
  readonly imageManifestMediaType?: string | undefined;
}

const toView = ({
  imageDigest,
  imageTags,
  imagePushedAt,
  imageManifestMediaType,
}: Detail): ImageView => ({
  digest: imageDigest ?? '',
  tags: imageTags ?? [],
  pushedAtMs: imagePushedAt?.getTime() ?? 0,
  mediaType: imageManifestMediaType ?? '',
});

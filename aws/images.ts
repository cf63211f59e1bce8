// ECR: what an image really is. An event or a tag is a hint; the digest is read here.
import {
  BatchGetImageCommand,
  DescribeImageScanFindingsCommand,
  DescribeImageSigningStatusCommand,
  DescribeImagesCommand,
  ECRClient,
  GetDownloadUrlForLayerCommand,
} from '@aws-sdk/client-ecr';
import type { Signing } from '../core/intake/assess-image.ts';
import { clientSettings } from './client-settings.ts';
import { download } from './download.ts';
import { isNamed } from './failure.ts';
import { manifestTypes, readManifest, readPlatform } from './image-manifest.ts';

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
  /** What ECR itself has signed, with which profiles. */
  signings(repository: string, digest: string): Promise<readonly Signing[]>;
  /** What the image, or each image of an index, runs on: `linux/arm64`. */
  platforms(repository: string, digest: string): Promise<readonly string[]>;
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
    async signings(repositoryName, imageDigest) {
      const { signingStatuses = [] } = await client.send(
        new DescribeImageSigningStatusCommand({ repositoryName, imageId: { imageDigest } }),
      );
      return signingStatuses.map(({ signingProfileArn = '', status = '', failureReason = '' }) => ({
        profile: signingProfileArn.split('/').at(-1) ?? '',
        status,
        reason: failureReason,
      }));
    },
    async platforms(repositoryName, imageDigest) {
      const { images = [] } = await client.send(
        new BatchGetImageCommand({
          repositoryName,
          imageIds: [{ imageDigest }],
          acceptedMediaTypes: [...manifestTypes],
        }),
      );
      const manifest = readManifest(images[0]?.imageManifest ?? '{}');
      if (manifest.kind === 'index') return manifest.platforms;
      if (manifest.config !== undefined) return [readPlatform(manifest.config)];
      const { downloadUrl = '' } = await client.send(
        new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest: manifest.configDigest }),
      );
      return [readPlatform(await download(downloadUrl))];
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

// ECR: what is known of an image besides its digest: what it runs on, what was found in it, who signed it.
import {
  BatchGetImageCommand,
  DescribeImageScanFindingsCommand,
  DescribeImageSigningStatusCommand,
  ECRClient,
  GetDownloadUrlForLayerCommand,
} from '@aws-sdk/client-ecr';
import type { Signing } from '../core/intake/assess-image.ts';
import { clientSettings } from './client-settings.ts';
import { download } from './download.ts';
import { isNamed } from './failure.ts';
import { manifestTypes, readManifest, readPlatform } from './image-manifest.ts';

export interface ScanView {
  readonly status: string;
  readonly counts: Readonly<Record<string, number>>;
}

export interface Inspections {
  scan(repository: string, digest: string): Promise<ScanView>;
  /** What ECR itself has signed, with which profiles. */
  signings(repository: string, digest: string): Promise<readonly Signing[]>;
  /** What the image, or each image of an index, runs on: `linux/arm64`. */
  platforms(repository: string, digest: string): Promise<readonly string[]>;
}

export function openInspections(): Inspections {
  const client = new ECRClient(clientSettings());
  return {
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

// Basic scanning: on push or on demand, it takes a while, then it found what the scenario says.

import type * as Sdk from '@aws-sdk/client-ecr';
import type {
  FindingSeverity,
  ImageScanFinding,
  ImageScanFindingsSummary,
  ImageScanStatus,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import { emitScan } from './events.ts';
import { findImage, findRepository } from './lookup.ts';
import { isIndex } from './manifest.ts';
import type { EcrState, Repository, ScanRun, StoredImage } from './state.ts';

/** Not published; basic scans of small images are over within a minute. */
const SCAN_SECONDS = 40;
/** A manual scan of the same image is accepted once in 24 hours. */
const RESCAN_MS = 24 * 60 * 60_000;

export function startScan(host: ServiceHost, repository: Repository, image: StoredImage): void {
  if (isIndex(image.mediaType)) return;
  const { seconds = SCAN_SECONDS, fails = false, findings = {} } = image.scan ?? {};
  const run: ScanRun = {
    startedAt: host.clock.date(),
    status: 'IN_PROGRESS',
    completedAt: undefined,
    findings: {},
  };
  image.lastScan = run;
  host.clock.after(seconds * 1000, () => {
    run.status = fails ? 'FAILED' : 'COMPLETE';
    run.completedAt = host.clock.date();
    run.findings = fails ? {} : withoutZeros(findings);
    emitScan(host, repository, image);
  });
}

export const scanOperations = (host: ServiceHost, state: EcrState): Operations<typeof Sdk> => ({
  StartImageScan({ repositoryName, imageId }) {
    const repository = findRepository(host, state, repositoryName);
    const image = findImage(host, repository, imageId);
    if (isIndex(image.mediaType))
      throw new AwsError(
        'UnsupportedImageTypeException',
        `This feature is not supported for the media type '${image.mediaType}'`,
      );
    const { lastScan } = image;
    if (lastScan && host.clock.now() - lastScan.startedAt.getTime() < RESCAN_MS)
      throw new AwsError(
        'LimitExceededException',
        'The scan quota per image has been exceeded. Wait and try again.',
      );
    startScan(host, repository, image);
    return {
      registryId: host.account,
      repositoryName: repository.name,
      imageId: { ...imageId, imageDigest: image.digest },
      imageScanStatus: { status: 'IN_PROGRESS' },
    };
  },
  DescribeImageScanFindings({ repositoryName, imageId }) {
    const repository = findRepository(host, state, repositoryName);
    const image = findImage(host, repository, imageId);
    const { lastScan } = image;
    if (lastScan === undefined)
      throw new AwsError(
        'ScanNotFoundException',
        `Image scan does not exist for the image with '{imageDigest:'${image.digest}', imageTag:'${imageId?.imageTag ?? 'null'}'}' in the repository with name '${repository.name}' in the registry with id '${host.account}'`,
      );
    return {
      registryId: host.account,
      repositoryName: repository.name,
      imageId: { ...imageId, imageDigest: image.digest },
      imageScanStatus: scanStatus(lastScan),
      ...(lastScan.status === 'COMPLETE'
        ? { imageScanFindings: { ...summary(lastScan), findings: findingsOf(lastScan) } }
        : {}),
    };
  },
});

export const scanStatus = ({ status }: ScanRun): ImageScanStatus => ({
  status,
  ...(status === 'COMPLETE' ? { description: 'The scan was completed successfully.' } : {}),
});

export const summary = ({ completedAt, findings }: ScanRun): ImageScanFindingsSummary => ({
  imageScanCompletedAt: completedAt,
  vulnerabilitySourceUpdatedAt: completedAt,
  findingSeverityCounts: { ...findings },
});

/** One made-up entry for each finding that was counted. */
const findingsOf = ({ findings }: ScanRun): ImageScanFinding[] =>
  Object.entries(findings).flatMap(([severity, count]) =>
    Array.from({ length: count }, (_, index) => ({
      name: `CVE-2027-${severity}-${index + 1}`,
      severity: severity as FindingSeverity,
      description: `A simulated finding of severity ${severity}`,
    })),
  );

/** Severities without findings are absent, as on AWS. */
const withoutZeros = (findings: ScanRun['findings']): ScanRun['findings'] =>
  Object.fromEntries(Object.entries(findings).filter(([, count]) => count > 0));

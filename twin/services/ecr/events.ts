// What ECR tells the default bus, with best effort: pushes and deletions by tag, and scans that have ended.
import type { ServiceHost } from '../../host/service.ts';
import type { Repository, StoredImage } from './state.ts';

/** One event for each tag; `resources` is empty, as AWS leaves it. */
export function emitAction(
  host: ServiceHost,
  action: 'PUSH' | 'DELETE',
  image: {
    readonly repository: Repository;
    readonly digest: string;
    readonly tag?: string | undefined;
  },
): void {
  host.peer('events').emit({
    source: 'aws.ecr',
    detailType: 'ECR Image Action',
    delivery: 'bestEffort',
    resources: [],
    detail: {
      result: 'SUCCESS',
      'repository-name': image.repository.name,
      'image-digest': image.digest,
      'action-type': action,
      ...(image.tag === undefined ? {} : { 'image-tag': image.tag }),
    },
  });
}

export function emitScan(
  host: ServiceHost,
  repository: Repository,
  { digest, tags, lastScan }: StoredImage,
): void {
  host.peer('events').emit({
    source: 'aws.ecr',
    detailType: 'ECR Image Scan',
    delivery: 'bestEffort',
    resources: [repository.arn],
    detail: {
      'scan-status': lastScan?.status ?? 'FAILED',
      'repository-name': repository.name,
      'finding-severity-counts': lastScan?.findings ?? {},
      'image-digest': digest,
      'image-tags': [...tags],
    },
  });
}

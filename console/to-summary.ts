// A release in one row.
import { currentEnvironment } from '../core/release/changed.ts';
import type { ReleaseRecord } from '../core/release/record.ts';
import type { ReleaseSummary } from './board.ts';

export function toSummary(record: ReleaseRecord): ReleaseSummary {
  const { releaseId, service, artifact, status, admission, sequence, hold, waitingFor } = record;
  const environment = currentEnvironment(record);
  return {
    releaseId,
    service,
    version: artifact.version,
    digest: artifact.digest,
    status,
    environment: environment ?? ('environment' in record ? record.environment : ''),
    phase: 'phase' in record ? record.phase : null,
    weightPercent: environment === undefined ? null : (record.weights[environment] ?? 0),
    planHash: admission?.planHash ?? null,
    sequence,
    hold,
    waitingFor,
    reason: reasonOf(record),
    receivedAt: record.receivedAt,
    updatedAt: record.updatedAt,
  };
}

function reasonOf(record: ReleaseRecord): string {
  if (record.status === 'SUPERSEDED') return `by ${record.byReleaseId}`;
  return 'reason' in record ? record.reason : (record.hold?.reason ?? '');
}

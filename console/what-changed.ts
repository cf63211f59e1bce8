// What moved between an operator's look and now, in words: why a decision was refused as stale.
import type { Sight } from '../core/contract/decision.ts';
import { sightOf } from '../core/operate/staleness.ts';
import type { ReleaseRecord, ReleaseStatus } from '../core/release/record.ts';

/** What a decision binds to, and what the operator read beside it. */
export interface Look extends Sight {
  readonly status: ReleaseStatus;
  readonly weightPercent: number | null;
}

export function lookAt(record: ReleaseRecord): Look {
  return {
    ...sightOf(record),
    status: record.status,
    weightPercent: 'environment' in record ? (record.weights[record.environment] ?? 0) : null,
  };
}

export const toSight = ({ releaseId, digest, phase, planHash, sequence }: Look): Sight => ({
  releaseId,
  digest,
  phase,
  planHash,
  sequence,
});

export interface Difference {
  readonly what: string;
  readonly before: string;
  readonly now: string;
}

export function whatChanged(looked: Look, now: Look): readonly Difference[] {
  const rows: readonly Difference[] = [
    { what: 'Status', before: looked.status, now: now.status },
    { what: 'Share of users', before: percent(looked), now: percent(now) },
    { what: 'Phase', before: phase(looked), now: phase(now) },
    { what: 'Image', before: looked.digest ?? 'not built', now: now.digest ?? 'not built' },
    { what: 'Plan', before: looked.planHash ?? 'none', now: now.planHash ?? 'none' },
    { what: 'Ledger', before: `event ${looked.sequence}`, now: `event ${now.sequence}` },
  ];
  return rows.filter((row) => row.before !== row.now);
}

const percent = ({ weightPercent }: Look) =>
  weightPercent === null ? 'none' : `${weightPercent} %`;
const phase = (look: Look) => (look.phase === null ? 'none' : `${look.phase + 1}`);

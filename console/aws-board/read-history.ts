// The past of one service or of all, and what it says about delivery.
import { addSeconds } from '../../core/contract/instant.ts';
import { type DoraReport, dora } from '../../core/dora/dora.ts';
import type { ReleaseRecord } from '../../core/release/record.ts';
import type { ReleaseSummary } from '../board.ts';
import { toSummary } from '../to-summary.ts';
import { recallEvents } from './read-release.ts';
import type { Sources } from './sources.ts';

/** What people look through; the ledger keeps more. */
const RELEASES_MAX = 100;
const PERIOD_SECONDS = 30 * 24 * 3600;
/** Ledgers that are read at the same time. */
const AT_ONCE = 10;

export interface Past {
  /** Newest first. */
  readonly releases: readonly ReleaseSummary[];
  readonly dora: DoraReport;
}

export async function readPast(
  sources: Sources,
  services: readonly string[],
  now: string,
): Promise<Past> {
  const countMax = Math.max(10, Math.floor((4 * RELEASES_MAX) / Math.max(1, services.length)));
  const lists = await Promise.all(
    services.map((service) => sources.archive.releasesOf(service, countMax)),
  );
  const from = addSeconds(now, -PERIOD_SECONDS);
  const records = lists.flat().sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1));
  const recent = records.filter(({ updatedAt }) => updatedAt >= from);
  const ledgers = await inTurn(recent, (record) => recallEvents(sources, record));
  return {
    releases: records.slice(0, RELEASES_MAX).map(toSummary),
    // What happens now belongs to the period.
    dora: dora(ledgers, { from, to: addSeconds(now, 1) }),
  };
}

async function inTurn<T>(
  records: readonly ReleaseRecord[],
  read: (record: ReleaseRecord) => Promise<T>,
): Promise<readonly T[]> {
  const found: T[] = [];
  for (let start = 0; start < records.length; start += AT_ONCE) {
    found.push(...(await Promise.all(records.slice(start, start + AT_ONCE).map(read))));
  }
  return found;
}

// The ledger: a release's events, its record folded from them, and the notices that its end owes to people.

import type { Verdict } from '../core/analysis/verdict.ts';
import { errorNames } from '../core/contract/error-names.ts';
import { toInstant } from '../core/contract/instant.ts';
import { indexKeys, statePartitions, tableKeys } from '../core/contract/table-keys.ts';
import type { Notice, Serving } from '../core/notice/notice.ts';
import { renderNotice } from '../core/notice/render-notice.ts';
import { applyEvent, openRecord } from '../core/release/apply-event.ts';
import { currentEnvironment } from '../core/release/changed.ts';
import type { EventBody, ReleaseEvent } from '../core/release/event.ts';
import type { ReleaseRecord } from '../core/release/record.ts';
import { isTerminal } from '../core/release/transitions.ts';
import { Failure } from './failure.ts';
import type { Item, Table, Write } from './table.ts';

export interface Append {
  readonly releaseId: string;
  readonly actor: string;
  readonly now: number;
  readonly bodies: readonly EventBody[];
  /** For decisions: only if this is still the last event; otherwise it fails as stale. */
  readonly onlyAfter?: number;
  /** What people should be told besides the events themselves. */
  readonly serving?: readonly Serving[];
  readonly verdict?: Verdict;
}

export interface Appended {
  readonly record: ReleaseRecord;
  /** What is owed to people for these events; written with them, so that none is lost or doubled. */
  readonly notices: readonly Notice[];
  /** What was written; events that the record refuses (late, repeated) are left out. */
  readonly events: readonly ReleaseEvent[];
  /** Why events were left out, if any were. */
  readonly refusals: readonly string[];
}

export interface Opening {
  readonly event: Extract<EventBody, { type: 'release.received' }>;
  readonly releaseId: string;
  readonly actor: string;
  readonly now: number;
  readonly executionArn: string;
  /** True for pushes: an image starts one release by being pushed, however often that is told. */
  readonly oncePerDigest: boolean;
}

export interface Ledger {
  /** False when the release is already open, or its image had one before. */
  open(opening: Opening): Promise<boolean>;
  read(releaseId: string): Promise<StoredRecord | undefined>;
  append(append: Append): Promise<Appended>;
  events(releaseId: string): Promise<readonly ReleaseEvent[]>;
}

export interface StoredRecord {
  readonly record: ReleaseRecord;
  readonly executionArn: string;
}

/** Two writers meet rarely; more attempts than this mean that something else is wrong. */
const ATTEMPTS_MAX = 8;

export function openLedger(table: Table): Ledger {
  async function read(releaseId: string): Promise<StoredRecord | undefined> {
    const item = await table.get(tableKeys.release(releaseId));
    return item === undefined ? undefined : fromItem(item);
  }

  async function tryAppend(append: Append): Promise<Appended | undefined> {
    const { releaseId } = append;
    const stored = await read(releaseId);
    if (stored === undefined) {
      throw new Failure(errorNames.notFound, `there is no release ${releaseId}`);
    }
    const { onlyAfter = stored.record.sequence } = append;
    if (stored.record.sequence !== onlyAfter) {
      throw new Failure(errorNames.stale, `${releaseId} is at event ${stored.record.sequence} now`);
    }
    const folded = fold(stored.record, append);
    if (folded.events.length === 0) return folded;
    const written = await table.transact([
      ...folded.events.map(eventWrite),
      ...folded.notices.map((notice) => noticeWrite(releaseId, append.now, notice)),
      // What a release has built has its release: neither the push nor the sweep makes another one.
      ...(folded.events.some(({ type }) => type === 'artifact.built')
        ? seenWrites(folded.record, false)
        : []),
      // Who was quicker has written the next event: then none of this is written.
      { key: tableKeys.release(releaseId), item: toItem({ ...stored, record: folded.record }) },
    ]);
    return written ? folded : undefined;
  }

  return {
    read,
    async open({ event, releaseId, actor, now, executionArn, oncePerDigest }) {
      const opened = { ...event, releaseId, actor, sequence: 1, at: toInstant(now) };
      const record = openRecord(opened);
      return table.transact([
        {
          key: tableKeys.release(releaseId),
          item: toItem({ record, executionArn }),
          onlyIf: { kind: 'absent' },
        },
        eventWrite(opened),
        ...seenWrites(record, oncePerDigest),
      ]);
    },
    async append(append) {
      for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
        const appended = await tryAppend(append);
        if (appended !== undefined) return appended;
      }
      throw new Failure(
        errorNames.unavailable,
        `the record of ${append.releaseId} changes too fast`,
      );
    },
    async events(releaseId) {
      const { pk, sk } = tableKeys.event(releaseId, 0);
      const items = await table.query({
        partition: { attribute: 'pk', value: pk },
        sort: { attribute: 'sk', prefix: sk.replace(/#.*$/, '#') },
      });
      return items.map((item) => JSON.parse(String(item['document'])) as ReleaseEvent);
    },
  };
}

function fold(record: ReleaseRecord, append: Append): Appended {
  const { releaseId, actor, now, bodies, serving = [], verdict = null } = append;
  let folded = record;
  const events: ReleaseEvent[] = [];
  const notices: Notice[] = [];
  const refusals: string[] = [];
  for (const body of bodies) {
    const event = { releaseId, actor, at: toInstant(now), ...body, sequence: folded.sequence + 1 };
    const applied = applyEvent(folded, event);
    if (!applied.applied) {
      refusals.push(`${body.type}: ${applied.refusal.reason}`);
      continue;
    }
    folded = applied.record;
    events.push(event);
    const notice = renderNotice(event, { record: folded, serving, verdict });
    if (notice !== undefined) notices.push(notice);
  }
  return { record: folded, events, notices, refusals };
}

function seenWrites({ service, releaseId, artifact }: ReleaseRecord, once: boolean): Write[] {
  if (artifact.digest === null) return [];
  const write = { key: tableKeys.seen(service, artifact.digest), item: { releaseId } };
  return [once ? { ...write, onlyIf: { kind: 'absent' } } : write];
}

const eventWrite = (event: ReleaseEvent): Write => ({
  key: tableKeys.event(event.releaseId, event.sequence),
  item: { document: JSON.stringify(event) },
  onlyIf: { kind: 'absent' },
});

/** An outbox: the notice is owed from the moment in which its event is true. */
const noticeWrite = (releaseId: string, now: number, notice: Notice): Write => ({
  key: tableKeys.notice(releaseId, notice.id),
  item: {
    document: JSON.stringify(notice),
    releaseId,
    ...indexKeys.byState(statePartitions.unsentNotices, toInstant(now), notice.id),
  },
  onlyIf: { kind: 'absent' },
});

function toItem({ record, executionArn }: StoredRecord): Item {
  const { releaseId, service, status, receivedAt, sequence } = record;
  const environment = currentEnvironment(record);
  return {
    document: JSON.stringify(record),
    releaseId,
    service,
    status,
    sequence,
    executionArn,
    digest: record.artifact.digest ?? '',
    ...(environment === undefined ? {} : { environment }),
    ...indexKeys.byService(service, receivedAt, releaseId),
    ...(isTerminal(status) ? {} : indexKeys.byState(statePartitions.active, receivedAt, releaseId)),
  };
}

const fromItem = (item: Item): StoredRecord => ({
  record: JSON.parse(String(item['document'])) as ReleaseRecord,
  executionArn: String(item['executionArn']),
});

// The ledger: a release's events, its record folded from them, and the notices that its end owes to people.

import { errorNames } from '../core/contract/error-names.ts';
import { toInstant } from '../core/contract/instant.ts';
import { indexKeys, statePartitions, tableKeys } from '../core/contract/table-keys.ts';
import { applyEvent, openRecord } from '../core/release/apply-event.ts';
import type { EventBody, EventEnvelope, ReleaseEvent } from '../core/release/event.ts';
import type { ReleaseRecord } from '../core/release/record.ts';
import { isTerminal } from '../core/release/transitions.ts';
import { Failure } from './failure.ts';
import type { Item, Table, Write } from './table.ts';

export interface Append {
  readonly releaseId: string;
  readonly actor: string;
  readonly now: number;
  readonly bodies: readonly EventBody[];
}

export interface Appended {
  readonly record: ReleaseRecord;
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
}

export interface Ledger {
  /** False when the release is already open. */
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

  async function tryAppend({
    releaseId,
    actor,
    now,
    bodies,
  }: Append): Promise<Appended | undefined> {
    const stored = await read(releaseId);
    if (stored === undefined) {
      throw new Failure(errorNames.notFound, `there is no release ${releaseId}`);
    }
    const folded = fold(stored.record, { releaseId, actor, at: toInstant(now) }, bodies);
    if (folded.events.length === 0) return folded;
    const written = await table.transact([
      ...folded.events.map(eventWrite),
      ...noticeWrites(stored.record, folded),
      {
        key: tableKeys.release(releaseId),
        item: toItem({ ...stored, record: folded.record }),
        onlyIf: { kind: 'equals', attribute: 'sequence', value: stored.record.sequence },
      },
    ]);
    return written ? folded : undefined;
  }

  return {
    read,
    async open({ event, releaseId, actor, now, executionArn }) {
      const opened = { ...event, releaseId, actor, sequence: 1, at: toInstant(now) };
      const record = openRecord(opened);
      return table.transact([
        {
          key: tableKeys.release(releaseId),
          item: toItem({ record, executionArn }),
          onlyIf: { kind: 'absent' },
        },
        eventWrite(opened),
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

function fold(
  record: ReleaseRecord,
  envelope: Omit<EventEnvelope, 'sequence'>,
  bodies: readonly EventBody[],
): Appended {
  let folded = record;
  const events: ReleaseEvent[] = [];
  const refusals: string[] = [];
  for (const body of bodies) {
    const event = { ...envelope, ...body, sequence: folded.sequence + 1 };
    const applied = applyEvent(folded, event);
    folded = applied.record;
    if (applied.applied) events.push(event);
    else refusals.push(`${body.type}: ${applied.refusal.reason}`);
  }
  return { record: folded, events, refusals };
}

const eventWrite = (event: ReleaseEvent): Write => ({
  key: tableKeys.event(event.releaseId, event.sequence),
  item: { document: JSON.stringify(event) },
  onlyIf: { kind: 'absent' },
});

/** Each terminal state owes exactly one notice: its id is the release's, so that a second cannot be written. */
function noticeWrites(before: ReleaseRecord, { record }: Appended): Write[] {
  if (!isTerminal(record.status) || isTerminal(before.status)) return [];
  const { releaseId, updatedAt } = record;
  return [
    {
      key: tableKeys.notice(releaseId, 'END'),
      item: {
        releaseId,
        ...indexKeys.byState(statePartitions.unsentNotices, updatedAt, releaseId),
      },
      onlyIf: { kind: 'absent' },
    },
  ];
}

function toItem({ record, executionArn }: StoredRecord): Item {
  const { releaseId, service, status, receivedAt, sequence } = record;
  return {
    document: JSON.stringify(record),
    releaseId,
    service,
    status,
    sequence,
    executionArn,
    digest: record.artifact.digest,
    ...('environment' in record && record.environment !== null
      ? { environment: record.environment }
      : {}),
    ...indexKeys.byService(service, receivedAt, releaseId),
    ...(isTerminal(status) ? {} : indexKeys.byState(statePartitions.active, receivedAt, releaseId)),
  };
}

const fromItem = (item: Item): StoredRecord => ({
  record: JSON.parse(String(item['document'])) as ReleaseRecord,
  executionArn: String(item['executionArn']),
});

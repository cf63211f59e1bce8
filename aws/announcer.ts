// Telling people and programs: each state change on the bus, each end of a release to its topics, exactly once owed.
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { spillwayDetailTypes, spillwaySource } from '../core/contract/bus-events.ts';
import { statePartitions, tableIndexes, tableKeys } from '../core/contract/table-keys.ts';
import type { Notice } from '../core/notice/notice.ts';
import type { ReleaseEvent } from '../core/release/event.ts';
import type { ReleaseRecord } from '../core/release/record.ts';
import { clientSettings } from './client-settings.ts';
import type { Table } from './table.ts';

export interface Announcer {
  /** Best effort: the ledger, not the bus, is what happened. */
  publish(record: ReleaseRecord, events: readonly ReleaseEvent[]): Promise<void>;
  /** Sends what is owed and pays the debt; throws when it could not. */
  tell(releaseId: string, notice: Notice): Promise<void>;
  /** Notices that are owed and were not sent, oldest first. */
  owed(): Promise<readonly { releaseId: string; notice: Notice }[]>;
}

/** PutEvents takes ten at once. */
const ENTRIES_MAX = 10;
const OWED_MAX = 100;

export interface AnnouncerOptions {
  readonly table: Table;
  readonly busName: string;
  readonly topics: { readonly releases: string; readonly onCall: string };
}

export function openAnnouncer({ table, busName, topics }: AnnouncerOptions): Announcer {
  const bus = new EventBridgeClient(clientSettings());
  const sns = new SNSClient(clientSettings());
  return {
    async publish(record, events) {
      const entries = events.slice(0, ENTRIES_MAX).map((event) => ({
        EventBusName: busName,
        Source: spillwaySource,
        DetailType: spillwayDetailTypes.stateChange,
        Detail: JSON.stringify({ ...event, service: record.service, status: record.status }),
      }));
      if (entries.length === 0) return;
      await bus.send(new PutEventsCommand({ Entries: entries })).catch(() => undefined);
    },
    async tell(releaseId, notice) {
      for (const topic of notice.topics) {
        const TopicArn = topic === 'on-call' ? topics.onCall : topics.releases;
        await sns.send(new PublishCommand({ TopicArn, ...toMessage(notice) }));
      }
      await table.change({
        key: tableKeys.notice(releaseId, notice.id),
        set: { releaseId },
        remove: [tableIndexes.byState.pk, tableIndexes.byState.sk],
      });
    },
    async owed() {
      const items = await table.query({
        index: tableIndexes.byState.name,
        partition: { attribute: tableIndexes.byState.pk, value: statePartitions.unsentNotices },
        limit: OWED_MAX,
      });
      return items.map((item) => ({
        releaseId: String(item['releaseId']),
        notice: JSON.parse(String(item['document'])) as Notice,
      }));
    },
  };
}

/** Receivers that tell duplicates apart do so by the id. */
function toMessage({ id, subject, text, attributes }: Notice) {
  const named = Object.entries({ ...attributes, id }).map(([name, value]) => [
    name,
    { DataType: 'String', StringValue: value },
  ]);
  return { Subject: subject, Message: text, MessageAttributes: Object.fromEntries(named) };
}

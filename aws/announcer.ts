// Telling people: each end of a release, and what needs one of them, to its topics, exactly once owed.
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { statePartitions, tableIndexes, tableKeys } from '../core/contract/table-keys.ts';
import type { Notice } from '../core/notice/notice.ts';
import { clientSettings } from './client-settings.ts';
import type { Table } from './table.ts';

export interface Announcer {
  /** Sends what is owed and pays the debt; throws when it could not. */
  tell(releaseId: string, notice: Notice): Promise<void>;
  /** Notices that are owed and were not sent, oldest first. */
  owed(): Promise<readonly { releaseId: string; notice: Notice }[]>;
}

const OWED_MAX = 100;

export interface AnnouncerOptions {
  readonly table: Table;
  readonly topics: { readonly releases: string; readonly onCall: string };
}

export function openAnnouncer({ table, topics }: AnnouncerOptions): Announcer {
  const sns = new SNSClient(clientSettings());
  return {
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

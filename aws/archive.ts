// What was released, read back for people: living releases, a service's past, and what people were told.
import {
  statePartitions,
  type TableKey,
  tableIndexes,
  tableKeys,
} from '../core/contract/table-keys.ts';
import type { Notice } from '../core/notice/notice.ts';
import type { ReleaseRecord } from '../core/release/record.ts';
import type { Item, Table } from './table.ts';

export interface Archive {
  /** Everything that has not ended, oldest first. */
  living(): Promise<readonly ReleaseRecord[]>;
  /** Newest first. */
  releasesOf(service: string, countMax: number): Promise<readonly ReleaseRecord[]>;
  /** Oldest first. */
  notices(releaseId: string): Promise<readonly StoredNotice[]>;
}

export interface StoredNotice {
  readonly notice: Notice;
  /** False while it is still owed. */
  readonly sent: boolean;
}

/** More releases than this do not live at once. */
const LIVING_MAX = 1000;

export function openArchive(table: Table): Archive {
  const { byService, byState } = tableIndexes;
  return {
    async living() {
      const items = await table.query({
        index: byState.name,
        partition: { attribute: byState.pk, value: statePartitions.active },
        limit: LIVING_MAX,
      });
      return items.map(toRecord);
    },
    async releasesOf(service, countMax) {
      const items = await table.query({
        index: byService.name,
        partition: { attribute: byService.pk, value: `SERVICE#${service}` },
        newestFirst: true,
        limit: countMax,
      });
      return items.map(toRecord).slice(0, countMax);
    },
    async notices(releaseId) {
      const { pk, sk }: TableKey = tableKeys.notice(releaseId, '');
      const items = await table.query({
        partition: { attribute: 'pk', value: pk },
        sort: { attribute: 'sk', prefix: sk },
      });
      return items
        .map((item) => ({
          notice: JSON.parse(String(item['document'])) as Notice,
          sent: item[byState.pk] === undefined,
        }))
        .sort((a, b) => (a.notice.json.at < b.notice.json.at ? -1 : 1));
    },
  };
}

const toRecord = (item: Item): ReleaseRecord =>
  JSON.parse(String(item['document'])) as ReleaseRecord;

// What happened to alarms: kept for two weeks, and bounded.
import type { HistoryItemType } from '@aws-sdk/client-cloudwatch';
import type { Alarm } from './model.ts';

export interface HistoryEntry {
  readonly at: number;
  readonly alarmName: string;
  readonly alarmKind: Alarm['kind'];
  readonly type: HistoryItemType;
  readonly summary: string;
  /** JSON text. */
  readonly data: string;
}

export interface AlarmHistory {
  add(entry: HistoryEntry): void;
  /** Oldest first. */
  entries(now: number): readonly HistoryEntry[];
}

const KEPT_MS = 14 * 24 * 60 * 60 * 1_000;
const ENTRIES_MAX = 10_000;

export function createHistory(): AlarmHistory {
  let entries: HistoryEntry[] = [];
  return {
    add(entry) {
      entries.push(entry);
      if (entries.length > 2 * ENTRIES_MAX) entries = entries.slice(-ENTRIES_MAX);
    },
    entries: (now) => entries.filter(({ at }) => at >= now - KEPT_MS),
  };
}

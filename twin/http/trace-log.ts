// The trace in pages: every record has a number that stays, even when older records are dropped.
import type { Trace, TraceRecord } from '../kernel/trace.ts';

export interface TracePage {
  /** The number of the first record of this page. */
  readonly from: number;
  /** Where the next page begins. */
  readonly next: number;
  readonly records: readonly TraceRecord[];
}

export interface TraceLog {
  page(from: number, limit: number): TracePage;
}

export function createTraceLog(trace: Trace): TraceLog {
  let total = trace.records().length;
  trace.listen(() => {
    total += 1;
  });
  return {
    page(from, limit) {
      const records = trace.records();
      const oldest = total - records.length;
      const start = Math.min(Math.max(from, oldest), total);
      const found = records.slice(start - oldest, start - oldest + limit);
      return { from: start, next: start + found.length, records: found };
    },
  };
}

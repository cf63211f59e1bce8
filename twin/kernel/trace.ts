// What happened, in order: every call, event and state change, with a running hash by which two runs are compared.
import { createHash } from 'node:crypto';

export interface TraceRecord {
  readonly at: number;
  /** What kind of thing happened: `call`, `event`, `fault`, `state`, `metric`, `log`, ... */
  readonly kind: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export type TraceListener = (record: TraceRecord) => void;

export interface Trace {
  add(kind: string, detail: Readonly<Record<string, unknown>>): void;
  records(): readonly TraceRecord[];
  /** Called for each record from now on; returns the way to stop. */
  listen(listener: TraceListener): () => void;
  hash(): string;
}

export interface TraceOptions {
  readonly now: () => number;
  /** How many records are kept; older ones are dropped, though they stay in the hash. */
  readonly keep: number;
}

export function createTrace({ now, keep }: TraceOptions): Trace {
  let records: TraceRecord[] = [];
  const listeners = new Set<TraceListener>();
  const digest = createHash('sha256');
  return {
    add(kind, detail) {
      const record = { at: now(), kind, detail };
      digest.update(`${record.at} ${kind} ${JSON.stringify(detail)}\n`);
      records.push(record);
      // Dropping in blocks keeps adding cheap.
      if (records.length > 2 * keep) records = records.slice(-keep);
      for (const listener of listeners) listener(record);
    },
    records: () => records.slice(-keep),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    hash: () => digest.copy().digest('hex'),
  };
}

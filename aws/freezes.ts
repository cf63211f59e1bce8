// Freezes: what may not advance now. An item that is there is a freeze; who came and lifted it stays on record.
import { toInstant } from '../core/contract/instant.ts';
import { tableKeys } from '../core/contract/table-keys.ts';
import type { Table } from './table.ts';

/** `*` stands for every service, or every environment. */
export interface FreezeScope {
  readonly service: string;
  readonly environment: string;
}

export interface Freeze extends FreezeScope {
  readonly reason: string;
  readonly by: string;
  readonly since: string;
}

export interface FreezeChange extends FreezeScope {
  readonly by: string;
  readonly reason: string;
  readonly now: number;
  readonly requestId: string;
}

export interface Freezes {
  list(): Promise<readonly Freeze[]>;
  /** False when this scope is frozen already: the first reason stays. */
  freeze(change: FreezeChange): Promise<boolean>;
  /** False when it was not frozen. */
  lift(change: FreezeChange): Promise<boolean>;
}

export function openFreezes(table: Table): Freezes {
  const keyOf = ({ service, environment }: FreezeScope) => tableKeys.freeze(service, environment);
  return {
    async list() {
      const { pk } = tableKeys.freeze('*', '*');
      const items = await table.query({ partition: { attribute: 'pk', value: pk } });
      return items.map((item) => {
        const text = (name: string) => String(item[name] ?? '');
        const [service = '*', environment = '*'] = text('sk').split('#');
        return {
          service,
          environment,
          reason: text('reason'),
          by: text('by'),
          since: text('since'),
        };
      });
    },
    freeze(change) {
      const { reason, by, now } = change;
      return table.transact([
        {
          key: keyOf(change),
          item: { reason, by, since: toInstant(now) },
          onlyIf: { kind: 'absent' },
        },
        record('freeze', change),
      ]);
    },
    async lift(change) {
      if ((await table.get(keyOf(change))) === undefined) return false;
      // First on record, then lifted: what was written twice is better than what never was.
      await table.put(record('unfreeze', change));
      await table.remove(keyOf(change));
      return true;
    },
  };
}

function record(
  action: string,
  { service, environment, by, reason, now, requestId }: FreezeChange,
) {
  const at = toInstant(now);
  return {
    key: tableKeys.freezeChange(at, requestId),
    item: { action, service, environment, by, reason, at },
  };
}

// Whether nobody may release the version of the first release again by accident.
import { tableKeys } from '../../../core/contract/table-keys.ts';
import { readItem } from '../../../rehearsal/ledger.ts';
import type { Rehearsed } from './rehearse-shop.ts';

export async function isBarred({ world, ledgers }: Rehearsed): Promise<boolean> {
  const { service, artifact } = ledgers[0]?.record ?? {};
  const key = tableKeys.quarantine(service ?? '', artifact?.digest ?? '');
  return 'pk' in (await readItem(world, key));
}

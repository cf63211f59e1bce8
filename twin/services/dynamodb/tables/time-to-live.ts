// Time to live: items go some time after they expire. Nothing is scheduled: whoever uses the table next
// takes out what is gone by then.
import type { ServiceHost } from '../../../host/service.ts';
import type { Item } from '../sdk.ts';
import { type Position, partitionHash, scan } from './collection.ts';
import { itemAt, replaceItem, type Table } from './table.ts';

/** AWS promises a few days and is mostly faster; here it takes up to an hour. */
const DELAY_MAX_MS = 60 * 60 * 1_000;
/** Expired for longer than this, an item is kept: AWS takes such a time for a mistake. */
const TOO_OLD_MS = 5 * 365 * 24 * 60 * 60 * 1_000;

export function noteExpiry(table: Table, position: Position, item: Item): void {
  const expiresAt = expiryOf(table, item);
  if (expiresAt === undefined) return;
  // The same item always takes the same time, so that no draw depends on the order of writes.
  const delay = partitionHash(`${position.hash} ${position.range}`) % DELAY_MAX_MS;
  const at = expiresAt + delay;
  table.expiries.due.push({ at, position });
  table.expiries.nextAt = Math.min(table.expiries.nextAt, at);
}

/** After time to live was switched on: all items count that are there. */
export function noteAllExpiries(table: Table): void {
  table.expiries.due = [];
  table.expiries.nextAt = Number.POSITIVE_INFINITY;
  for (const { item, ...position } of scan(table.items)) noteExpiry(table, position, item);
}

export function takeOutExpired(table: Table, host: ServiceHost): void {
  const now = host.clock.now();
  if (now < table.expiries.nextAt) return;
  const { due } = table.expiries;
  table.expiries.due = due.filter(({ at }) => at > now);
  table.expiries.nextAt = table.expiries.due.reduce(
    (earliest, { at }) => Math.min(earliest, at),
    Number.POSITIVE_INFINITY,
  );
  for (const { at, position } of due) {
    if (at > now) continue;
    const item = itemAt(table, position);
    const expiresAt = item === undefined ? undefined : expiryOf(table, item);
    // A later write may have given the item more time.
    if (expiresAt === undefined || expiresAt > now) continue;
    if (expiresAt < now - TOO_OLD_MS) continue;
    replaceItem(table, position, item, undefined);
  }
}

function expiryOf({ timeToLive }: Table, item: Item): number | undefined {
  if (timeToLive === undefined || !timeToLive.enabled) return undefined;
  const seconds = item[timeToLive.attribute]?.N;
  return seconds === undefined ? undefined : Number(seconds) * 1_000;
}

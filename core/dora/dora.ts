/** The four keys of delivery, per service and overall, from the ledgers of releases. */
import { type Instant, secondsBetween } from '../contract/instant.ts';
import type { ReleaseEvent } from '../release/event.ts';
import { type Delivery, toDelivery } from './delivery.ts';
import { type Spread, spread } from './spread.ts';

export interface DoraReport {
  readonly period: Period;
  readonly overall: FourKeys;
  readonly services: Readonly<Record<string, FourKeys>>;
}

/** From `from` on, up to but not including `to`. */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
}

/** Null: nothing happened that could be measured. */
export interface FourKeys {
  readonly deployments: number;
  readonly deploymentsPerDay: number;
  readonly leadTime: Spread | null;
  /** How many of the lead times begin at the commit; the others know only the push. */
  readonly leadTimesFromCommit: number;
  /** Releases that reached users, and how many of them were taken back from them. */
  readonly changes: number;
  readonly failedChanges: number;
  readonly changeFailurePercent: number | null;
  /** From the decision to go back until the last user was off the bad version. */
  readonly timeToRestore: Spread | null;
}

export function dora(ledgers: readonly (readonly ReleaseEvent[])[], period: Period): DoraReport {
  const deliveries = ledgers.flatMap((ledger) => toDelivery(ledger) ?? []);
  const names = [...new Set(deliveries.map(({ service }) => service))].sort();
  const services = names.map((name) => {
    const own = deliveries.filter(({ service }) => service === name);
    return [name, fourKeys(own, period)] as const;
  });
  return { period, overall: fourKeys(deliveries, period), services: Object.fromEntries(services) };
}

/** A release that only brings the last good version back is a repair, never a change. */
function fourKeys(deliveries: readonly Delivery[], period: Period): FourKeys {
  const repairs = deliveries.filter(({ undoes }) => undoes !== null);
  const changes = deliveries.filter(({ undoes }) => undoes === null);
  const undone = new Set(repairs.map(({ undoes }) => undoes));

  const promoted = changes.filter(({ promotedAt }) => isWithin(promotedAt, period));
  const reached = changes.filter(({ reachedUsersAt }) => isWithin(reachedUsersAt, period));
  const failed = reached.filter(
    ({ failure, releaseId }) => failure !== null || undone.has(releaseId),
  );
  const restores: readonly Stretch[] = [
    ...changes.flatMap(({ failure }) =>
      failure === null ? [] : [[failure.at, failure.restoredAt] as const],
    ),
    ...repairs.map(({ receivedAt, servesAllAt }) => [receivedAt, servesAllAt] as const),
  ];
  const days = secondsBetween(period.from, period.to) / 86_400;
  return {
    deployments: promoted.length,
    deploymentsPerDay: days > 0 ? promoted.length / days : 0,
    leadTime: spread(durations(promoted.map(({ begunAt, promotedAt }) => [begunAt, promotedAt]))),
    leadTimesFromCommit: promoted.filter(({ begunWith }) => begunWith === 'commit').length,
    changes: reached.length,
    failedChanges: failed.length,
    changeFailurePercent: reached.length === 0 ? null : (100 * failed.length) / reached.length,
    timeToRestore: spread(durations(restores.filter(([, end]) => isWithin(end, period)))),
  };
}

type Stretch = readonly [Instant, Instant | null];

function durations(stretches: readonly Stretch[]): readonly number[] {
  return stretches.flatMap(([start, end]) => (end === null ? [] : [secondsBetween(start, end)]));
}

function isWithin(instant: Instant | null, { from, to }: Period): boolean {
  return instant !== null && from <= instant && instant < to;
}

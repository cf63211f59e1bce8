/** One release as delivery research sees it: when it began, reached users, arrived, failed, was repaired. */
import type { Instant } from '../contract/instant.ts';
import type { EventOf, EventType, ReleaseEvent } from '../release/event.ts';

export interface Delivery {
  readonly releaseId: string;
  readonly service: string;
  readonly receivedAt: Instant;
  /** The commit where it is known, else the push. */
  readonly begunAt: Instant;
  readonly begunWith: 'commit' | 'push';
  /** First share of production's users. Null: it never had any, so it cannot have failed them. */
  readonly reachedUsersAt: Instant | null;
  /** All of production's users, read back. */
  readonly servesAllAt: Instant | null;
  readonly promotedAt: Instant | null;
  /** Taken back from production after users had reached it. */
  readonly failure: Failure | null;
  /** Set where this release only brings the last good version back after another one. */
  readonly undoes: string | null;
}

export interface Failure {
  readonly at: Instant;
  /** When its last user was gone; null while that has not been read back. */
  readonly restoredAt: Instant | null;
}

/** Production is the last environment of the plan. Undefined for a ledger that does not begin. */
export function toDelivery(ledger: readonly ReleaseEvent[]): Delivery | undefined {
  const received = find(ledger, 'release.received');
  if (received === undefined) return undefined;
  const production = find(ledger, 'release.admitted')?.environments.at(-1);
  const there = ledger.filter(
    (event) => 'environment' in event && event.environment === production,
  );
  const servesAllAt = find(there, 'promotion.verified')?.at;
  const reachedUsersAt = find(there, 'weight.verified')?.at ?? servesAllAt;
  const { artifact, trigger } = received;
  return {
    releaseId: received.releaseId,
    service: received.service,
    receivedAt: received.at,
    begunAt: artifact.committedAt ?? received.at,
    begunWith: artifact.committedAt === null ? 'push' : 'commit',
    reachedUsersAt: reachedUsersAt ?? null,
    servesAllAt: servesAllAt ?? null,
    promotedAt: find(ledger, 'release.promoted')?.at ?? null,
    failure: reachedUsersAt === undefined ? null : failureIn(there),
    undoes: trigger.kind === 'rollback' ? trigger.ofReleaseId : null,
  };
}

function failureIn(production: readonly ReleaseEvent[]): Failure | null {
  const started = find(production, 'rollback.started');
  if (started === undefined) return null;
  return { at: started.at, restoredAt: find(production, 'traffic.withdrawn')?.at ?? null };
}

function find<T extends EventType>(
  ledger: readonly ReleaseEvent[],
  type: T,
): EventOf<T> | undefined {
  return ledger.find((event): event is EventOf<T> => event.type === type);
}

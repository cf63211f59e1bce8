// Looks at Spillway's own books while it works: so that a record that changes after its end is noticed.
import { tableKeys } from '../../core/contract/table-keys.ts';
import { isTerminal } from '../../core/release/transitions.ts';
import { readItem, readRecords } from '../ledger.ts';
import type { World } from '../world.ts';

export interface Look {
  readonly at: number;
  readonly releases: readonly { readonly id: string; readonly status: string }[];
  /** Who holds the lane; empty when nobody does. */
  readonly moving: string;
  readonly waiting: string;
  /** Who holds the place in production. */
  readonly occupant: string;
  /** Nothing moves, waits or is about to. */
  readonly quiet: boolean;
}

export async function look(
  world: World,
  { service, environment }: { readonly service: string; readonly environment: string },
): Promise<Look> {
  const [entries, lane, place] = await Promise.all([
    readRecords(world, service),
    readItem(world, tableKeys.lane(service)),
    readItem(world, tableKeys.environment(service, environment)),
  ]);
  const { moving = null, waiting = null } = JSON.parse(lane['document'] ?? '{}') as Lane;
  const releases = entries.map(({ record }) => ({ id: record.releaseId, status: record.status }));
  const occupant = place['releaseId'] ?? '';
  return {
    at: world.twin.clock.now(),
    releases,
    moving: moving?.releaseId ?? '',
    waiting: waiting?.releaseId ?? '',
    occupant,
    quiet:
      moving === null &&
      waiting === null &&
      occupant === '' &&
      releases.every(({ status }) => isTerminal(status)),
  };
}

interface Lane {
  readonly moving?: { readonly releaseId: string } | null;
  readonly waiting?: { readonly releaseId: string } | null;
}

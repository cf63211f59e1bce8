/** The lane of a service: one release moves, at most one waits, and what waits gives way to what is newer. */

export interface Lane {
  /** Order of intake; the last number given out. */
  readonly intake: number;
  /** Rises each time a release takes the lane: an older one's writes are then void. */
  readonly epoch: number;
  readonly moving: Place | null;
  readonly waiting: Place | null;
}

export interface Place {
  readonly releaseId: string;
  readonly intake: number;
}

export const emptyLane: Lane = { intake: 0, epoch: 0, moving: null, waiting: null };

export type Entry =
  | { readonly kind: 'moves'; readonly lane: Lane; readonly epoch: number }
  | {
      readonly kind: 'waits';
      readonly lane: Lane;
      readonly behind: string;
      /** The one that waited until now, and never will move. */
      readonly superseded: string | null;
    }
  /** A newer one waits already: this one came too late. */
  | { readonly kind: 'superseded'; readonly lane: Lane; readonly byReleaseId: string };

/** Asked again and again by a release that waits: asking changes nothing once it has its place. */
export function enterLane(lane: Lane, entrant: Place): Entry {
  const { moving, waiting } = lane;
  if (moving?.releaseId === entrant.releaseId) return { kind: 'moves', lane, epoch: lane.epoch };
  if (waiting !== null && waiting.intake > entrant.intake) {
    return { kind: 'superseded', lane, byReleaseId: waiting.releaseId };
  }
  if (moving === null) return takeLane(lane, entrant);
  if (moving.intake > entrant.intake) {
    // Overtaken while it waited: its place must not outlive it.
    return {
      kind: 'superseded',
      lane: leaveLane(lane, entrant.releaseId),
      byReleaseId: moving.releaseId,
    };
  }
  const displaced = waiting !== null && waiting.releaseId !== entrant.releaseId ? waiting : null;
  return {
    kind: 'waits',
    lane: { ...lane, waiting: entrant },
    behind: moving.releaseId,
    superseded: displaced?.releaseId ?? null,
  };
}

function takeLane(lane: Lane, entrant: Place): Entry {
  const epoch = lane.epoch + 1;
  const waiting = lane.waiting?.releaseId === entrant.releaseId ? null : lane.waiting;
  return { kind: 'moves', epoch, lane: { ...lane, epoch, moving: entrant, waiting } };
}

/** Leaving twice, or without having been there, changes nothing. */
export function leaveLane(lane: Lane, releaseId: string): Lane {
  if (lane.moving?.releaseId !== releaseId && lane.waiting?.releaseId !== releaseId) return lane;
  return {
    ...lane,
    moving: lane.moving?.releaseId === releaseId ? null : lane.moving,
    waiting: lane.waiting?.releaseId === releaseId ? null : lane.waiting,
  };
}

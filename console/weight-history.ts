// The candidate's share over time in one environment, as the ledger read it back, and what stands beside the curve.
import { errorNames } from '../core/contract/error-names.ts';
import type { Instant } from '../core/contract/instant.ts';
import type { ReleaseEvent } from '../core/release/event.ts';

export interface WeightHistory {
  /** From each point on, until the next. */
  readonly points: readonly WeightPoint[];
  readonly marks: readonly WeightMark[];
}

export interface WeightPoint {
  readonly at: Instant;
  readonly percent: number;
}

export interface WeightMark {
  readonly at: Instant;
  readonly kind: 'breach' | 'inconclusive' | 'held' | 'rollback';
  readonly text: string;
}

export function weightHistory(events: readonly ReleaseEvent[], environment: string): WeightHistory {
  const here = events.filter((event) => isAbout(event, environment));
  return {
    points: here.flatMap((event) => {
      const percent = percentAfter(event);
      return percent === undefined ? [] : [{ at: event.at, percent }];
    }),
    marks: here.flatMap((event) => markOf(event) ?? []),
  };
}

/** Holds name no environment: they belong to whichever the release is in. */
function isAbout(event: ReleaseEvent, environment: string): boolean {
  return 'environment' in event ? event.environment === environment : event.type === 'release.held';
}

/** Only what was read back counts: what was asked for is no share yet. */
function percentAfter(event: ReleaseEvent): number | undefined {
  switch (event.type) {
    case 'environment.entered':
    case 'traffic.withdrawn':
      return 0;
    case 'weight.verified':
    case 'weight.lowered':
      return event.weightPercent;
    case 'promotion.verified':
      return 100;
    default:
      return undefined;
  }
}

function markOf(event: ReleaseEvent): WeightMark | undefined {
  const { at } = event;
  switch (event.type) {
    case 'bake.judged':
      if (event.verdict.outcome === 'pass') return undefined;
      return {
        at,
        kind: event.verdict.outcome === 'fail' ? 'breach' : 'inconclusive',
        text: event.verdict.reason,
      };
    case 'rollback.started':
      // An alarm may be faster than the judge: then nothing else in the ledger says breach.
      return {
        at,
        kind: event.reason.startsWith(errorNames.breach) ? 'breach' : 'rollback',
        text: event.reason,
      };
    case 'release.held':
      return { at, kind: 'held', text: event.reason };
    default:
      return undefined;
  }
}

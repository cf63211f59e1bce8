// I14: a breach that can be seen takes the users away within two minutes, or three where one thing failed.
import type { Witness } from '../campaign/witness.ts';
import { holds, type Invariant, judgeEach, violated } from './invariant.ts';
import { type Course, coursesOf, descentMs, faultsStruck, minuteMs, secondMs } from './reading.ts';

const CALM_MS = 120 * secondMs;
const DISTURBED_MS = 180 * secondMs;
/** From the moment at which the load balancer can be told again, where nothing else failed. */
const OUTAGE_MS = 60 * secondMs;

export interface Fall {
  readonly id: string;
  /** When the first datum of the breach could be seen. */
  readonly visibleAt: number;
  /** Until when its users are to be gone. */
  readonly until: number;
  /** Undefined where the candidate kept its users. */
  readonly zeroAt: number | undefined;
  readonly faults: number;
}

/** The first visible breach of each candidate while it had users. */
export function fallsOf(witness: Witness): readonly Fall[] {
  return coursesOf(witness).flatMap((course) => {
    const breach = firstBreach(witness, course);
    const { slot } = course;
    if (breach === undefined || slot === undefined) return [];
    const faults = faultsStruck(witness);
    // The load balancer may follow when all is written down already.
    const zeroAt = witness.sights.find(
      ({ at, percents }) => at >= breach && percents[slot] === 0,
    )?.at;
    const until = promisedAt(witness, breach, faults) + descentMs(witness, course, breach);
    return [{ id: course.id, visibleAt: breach, until, zeroAt, faults }];
  });
}

/** One failure is survived in time; of several, none may outlive the healing. */
function promisedAt(witness: Witness, breach: number, faults: number): number {
  if (faults === 0) return breach + CALM_MS;
  if (faults === 1) return breach + DISTURBED_MS;
  const answersAt = endOfOutage(witness);
  if (answersAt !== undefined) return Math.max(breach + DISTURBED_MS, answersAt + OUTAGE_MS);
  return Math.max(breach, witness.healedAt) + DISTURBED_MS;
}

/** Undefined where something else than calls of the load balancer failed. */
function endOfOutage({ history, startedAt }: Witness): number | undefined {
  const faults = history.strokes.flatMap((stroke) => (stroke.do === 'fault' ? [stroke] : []));
  const isOutage = faults.every(
    ({ rule }) => rule.hook === 'call' && rule.service === 'elasticloadbalancing',
  );
  if (!isOutage || faults.length === 0) return undefined;
  return startedAt + Math.max(...faults.map(({ atMs, forMs }) => atMs + forMs));
}

/** Fewer requests in a minute tell no rate from bad luck: the plans of the campaign ask for so many. */
const REQUESTS_MIN = 50;

/** Errors count at once; slow answers and failed health checks only as a run, which their alarms judge. */
function firstBreach(witness: Witness, { slot, weights, endedAt }: Course): number | undefined {
  const risenAt = weights.find(({ weight }) => weight > 0)?.at;
  if (slot === undefined || risenAt === undefined) return undefined;
  const group = witness.site.targetGroups[slot].metricName;
  return witness.breaches
    .filter(
      ({ targetGroup, kind, requests, minuteAt }) =>
        targetGroup === group &&
        kind === 'errors' &&
        requests >= REQUESTS_MIN &&
        // What comes minutes late may be about the version that was in this group before.
        minuteAt + minuteMs > risenAt,
    )
    .map(({ visibleAt }) => visibleAt)
    .find((at) => {
      const weight = weights.findLast((each) => each.at <= at)?.weight ?? 0;
      return weight > 0 && at < (endedAt ?? witness.endedAt);
    });
}

export const fastRollback: Invariant = {
  id: 'I14',
  scope: 'place',
  claim:
    'From the first visible datum of a breach to the last user: 120 s, or 180 s where one thing failed. Where several failed: 180 s from the healing, or 60 s from the moment at which the load balancer answers where it was only that. A way back in steps takes these in addition.',
  judge: (witness) =>
    judgeEach(fallsOf(witness), ({ id, visibleAt, until, zeroAt, faults }) => {
      const at = zeroAt ?? witness.endedAt;
      if (at <= until) return holds;
      const took = Math.round((at - visibleAt) / secondMs);
      return violated(
        until,
        zeroAt === undefined
          ? `${id} breached and kept its users`
          : `${id} breached and had users for ${took} s, with ${faults} faults`,
      );
    }),
};

// I14: a breach that can be seen takes the users away within two minutes, or three where something else failed.
import type { Witness } from '../campaign/witness.ts';
import { holds, type Invariant, judgeEach, violated } from './invariant.ts';
import { type Course, coursesOf, faultsStruck, secondMs } from './reading.ts';

const CALM_MS = 120 * secondMs;
const DISTURBED_MS = 180 * secondMs;

export interface Fall {
  readonly id: string;
  /** When the first datum of the breach could be seen, and from when on a time is promised. */
  readonly visibleAt: number;
  readonly from: number;
  /** Undefined where the candidate kept its users. */
  readonly zeroAt: number | undefined;
  readonly faults: number;
}

/** The first visible breach of each candidate while it had users. */
export function fallsOf(witness: Witness): readonly Fall[] {
  return coursesOf(witness).flatMap((course) => {
    const breach = firstBreach(witness, course);
    if (breach === undefined) return [];
    const faults = faultsStruck(witness);
    const from = faults === 0 ? breach : Math.max(breach, witness.healedAt);
    const zeroAt = course.weights.find(({ at, weight }) => at >= breach && weight === 0)?.at;
    return [{ id: course.id, visibleAt: breach, from, zeroAt, faults }];
  });
}

/** Errors count at once; slow answers and failed health checks only as a run, which their alarms judge. */
function firstBreach(witness: Witness, { slot, weights, endedAt }: Course): number | undefined {
  if (slot === undefined) return undefined;
  const group = witness.site.targetGroups[slot].metricName;
  return witness.breaches
    .filter(({ targetGroup, kind }) => targetGroup === group && kind === 'errors')
    .map(({ visibleAt }) => visibleAt)
    .find((at) => {
      const weight = weights.findLast((each) => each.at <= at)?.weight ?? 0;
      return weight > 0 && at < (endedAt ?? witness.endedAt);
    });
}

export const fastRollback: Invariant = {
  id: 'I14',
  claim:
    'From the first visible datum of a breach to the last user: 120 s, or 180 s from the healing where something else failed.',
  judge: (witness) =>
    judgeEach(fallsOf(witness), ({ id, from, zeroAt, faults }) => {
      const boundMs = faults === 0 ? CALM_MS : DISTURBED_MS;
      const at = zeroAt ?? witness.endedAt;
      if (at <= from + boundMs) return holds;
      const took = Math.round((at - from) / secondMs);
      return violated(
        from + boundMs,
        zeroAt === undefined
          ? `${id} breached and kept its users`
          : `${id} breached and had users for ${took} s more`,
      );
    }),
};

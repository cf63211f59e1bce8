/** The forward action of the overlay rule, and whether the load balancer serves what was asked for. */
import type { Fleets } from './fleets.ts';
import { splitAt, toPercents, type WeightedGroup } from './split.ts';

/** Both groups are always named, also at 0 and 100: the rule's shape never changes, only its numbers. */
export function overlayForward(
  fleets: Fleets,
  candidatePercent: number,
): readonly [WeightedGroup, WeightedGroup] {
  const split = splitAt(candidatePercent);
  return [
    { targetGroupArn: fleets.stable.targetGroupArn, weight: split.stablePercent },
    { targetGroupArn: fleets.candidate.targetGroupArn, weight: split.candidatePercent },
  ];
}

export type Convergence =
  | { readonly converged: true; readonly candidatePercent: number }
  | {
      readonly converged: false;
      readonly candidatePercent: number | null;
      readonly reason: string;
    };

/** Read-back: a group that was not named carries 0; a third group with traffic is never accepted. */
export function compareWeights(
  fleets: Fleets,
  wantedPercent: number,
  observed: readonly WeightedGroup[],
): Convergence {
  const percents = toPercents(observed);
  if (percents === undefined) return astray(null, 'no target group has any weight');
  const shareOf = (arn: string): number =>
    observed.reduce(
      (sum, group, index) => sum + (group.targetGroupArn === arn ? (percents[index] ?? 0) : 0),
      0,
    );
  const candidate = shareOf(fleets.candidate.targetGroupArn);
  const stranger = 100 - candidate - shareOf(fleets.stable.targetGroupArn);
  if (stranger > 0) return astray(candidate, `${stranger} % goes to an unknown target group`);
  if (candidate !== wantedPercent) {
    return astray(candidate, `the candidate has ${candidate} %, wanted ${wantedPercent} %`);
  }
  return { converged: true, candidatePercent: candidate };
}

function astray(candidatePercent: number | null, reason: string): Convergence {
  return { converged: false, candidatePercent, reason };
}

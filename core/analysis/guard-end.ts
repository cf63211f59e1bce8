/** The end of a guard is the end of the version before: it comes only while the tasks of the candidate can carry everybody. */
import { limits } from '../limits.ts';
import { canCarry } from '../traffic/fleets.ts';
import type { BakeDecision } from './bake.ts';

export interface GuardLook {
  readonly healthyCount: number;
  readonly desiredCount: number;
  /** Since the guard was over but for them. */
  readonly overSeconds: number;
  /** What ECS says of a task that it could not place; empty where it could place all. */
  readonly unplaced: string;
}

/** In the end someone has to say so, while the version before still stands. */
export type GuardDecision =
  | BakeDecision
  | { readonly kind: 'tasks-missing'; readonly reason: string };

export function decideGuardEnd(decided: BakeDecision, look: GuardLook): GuardDecision {
  const { healthyCount, desiredCount, overSeconds, unplaced } = look;
  if (decided.kind !== 'complete' || canCarry({ healthyCount }, 100, desiredCount)) return decided;
  const reason = `${healthyCount} of ${desiredCount} targets are healthy`;
  if (overSeconds < limits.tasksMissingSecondsMax)
    return { kind: 'keep-baking', reason, synthesise: '' };
  const late = `${Math.round(overSeconds / 60)} min after its guard was over`;
  const why = unplaced === '' ? '' : `: ${unplaced}`;
  return { kind: 'tasks-missing', reason: `${reason}, ${late}${why}` };
}

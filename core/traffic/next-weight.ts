/** Which weight comes next on the way up, and which on the way down. */
import type { PlannedPhase, RollbackStep } from '../plan/plan.ts';

export type NextWeight =
  | { readonly kind: 'shift'; readonly phase: number; readonly weightPercent: number }
  /** All phases below 100 % are done: hand back to the engine. */
  | { readonly kind: 'promote' };

/** `done` phases have baked. The plan's phases rise, so the next is simply the one at that position. */
export function nextWeight(phases: readonly PlannedPhase[], done: number): NextWeight {
  const next = phases[done];
  if (next === undefined || next.weightPercent === 100) return { kind: 'promote' };
  return { kind: 'shift', phase: done, weightPercent: next.weightPercent };
}

/** The steps of a gradual rollback that still lead down from here. Always ends at 0. */
export function stepsDown(
  steps: readonly RollbackStep[],
  currentPercent: number,
): readonly RollbackStep[] {
  const lower = steps.filter(
    ({ weightPercent }) => weightPercent > 0 && weightPercent < currentPercent,
  );
  const falling = [...lower].sort((a, b) => b.weightPercent - a.weightPercent);
  return [...falling, { weightPercent: 0, holdSeconds: 0 }];
}

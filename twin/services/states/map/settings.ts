// How many iterations run at a time, and how many may fail.
import type { Frame } from '../engine/model.ts';
import { STATES_ERRORS } from '../errors/names.ts';
import { runtimeError, StateError } from '../errors/state-error.ts';
import type { StateSource } from '../states/compile-state.ts';

export interface Tolerance {
  readonly count: number | undefined;
  readonly percentage: number | undefined;
}

export interface MapSettings {
  /** 0 stands for as many as possible. Read before the map starts. */
  maxConcurrency(frame: Frame): Promise<number>;
  /** Read once it has started. */
  tolerance(frame: Frame): Promise<Tolerance>;
}

export function compileMapSettings({ flow }: StateSource): MapSettings {
  const maxConcurrency = flow.number('MaxConcurrency');
  const toleratedCount = flow.number('ToleratedFailureCount');
  const toleratedPercentage = flow.number('ToleratedFailurePercentage', 'float');
  return {
    async maxConcurrency(frame) {
      const value = (await maxConcurrency(frame)) ?? 0;
      if (value < 0) throw runtimeError('MaxConcurrency cannot be negative.');
      frame.inspect?.('maxConcurrency', value);
      return value;
    },
    async tolerance(frame) {
      const count = await toleratedCount(frame);
      const percentage = await toleratedPercentage(frame);
      check({ count, percentage });
      if (count !== undefined) frame.inspect?.('toleratedFailureCount', count);
      if (percentage !== undefined) frame.inspect?.('toleratedFailurePercentage', percentage);
      return { count, percentage };
    },
  };
}

function check({ count = 0, percentage = 0 }: Tolerance): void {
  if (count < 0) throw runtimeError('ToleratedFailureCount cannot be negative.');
  if (percentage < 0 || percentage > 100) {
    throw runtimeError('ToleratedFailurePercentage must be between 0 and 100.');
  }
}

/** Whether so many failures of so many items are still tolerated. Without any setting, none is. */
export function tolerates(
  { count, percentage }: Tolerance,
  { failed, total }: { readonly failed: number; readonly total: number },
): boolean {
  if (failed === 0) return true;
  if (count === undefined && percentage === undefined) return false;
  const withinCount = count === undefined || failed <= count;
  const withinPercentage = percentage === undefined || (failed / total) * 100 <= percentage;
  return withinCount && withinPercentage;
}

export const thresholdExceeded = (): StateError =>
  new StateError(
    STATES_ERRORS.exceedToleratedFailureThreshold,
    'The specified tolerated failure threshold was exceeded',
  );

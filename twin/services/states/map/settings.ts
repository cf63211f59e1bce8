// How many iterations run at a time, and how many may fail.
import type { Frame } from '../engine/model.ts';
import { runtimeError } from '../errors/state-error.ts';
import type { StateSource } from '../states/compile-state.ts';

export interface MapSettings {
  /** 0 stands for as many as possible. */
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number | undefined;
  readonly toleratedFailurePercentage: number | undefined;
}

export type ReadSettings = (frame: Frame) => Promise<MapSettings>;

export function compileMapSettings({ flow }: StateSource): ReadSettings {
  const maxConcurrency = flow.number('MaxConcurrency');
  const count = flow.number('ToleratedFailureCount');
  const percentage = flow.number('ToleratedFailurePercentage', 'float');
  return async (frame) => {
    const settings = {
      maxConcurrency: (await maxConcurrency(frame)) ?? 0,
      toleratedFailureCount: await count(frame),
      toleratedFailurePercentage: await percentage(frame),
    };
    check(settings);
    report(frame, settings);
    return settings;
  };
}

function check(settings: MapSettings): void {
  if (settings.maxConcurrency < 0) throw runtimeError('MaxConcurrency cannot be negative.');
  if ((settings.toleratedFailureCount ?? 0) < 0) {
    throw runtimeError('ToleratedFailureCount cannot be negative.');
  }
  const percentage = settings.toleratedFailurePercentage ?? 0;
  if (percentage < 0 || percentage > 100) {
    throw runtimeError('ToleratedFailurePercentage must be between 0 and 100.');
  }
}

function report({ inspect }: Frame, settings: MapSettings): void {
  inspect?.('maxConcurrency', settings.maxConcurrency);
  const { toleratedFailureCount: count, toleratedFailurePercentage: percentage } = settings;
  if (count !== undefined) inspect?.('toleratedFailureCount', count);
  if (percentage !== undefined) inspect?.('toleratedFailurePercentage', percentage);
}

/** Whether so many failures of so many items are still tolerated. Without any setting, none is. */
export function tolerates(
  settings: MapSettings,
  { failed, total }: { readonly failed: number; readonly total: number },
): boolean {
  if (failed === 0) return true;
  const { toleratedFailureCount: count, toleratedFailurePercentage: percentage } = settings;
  if (count === undefined && percentage === undefined) return false;
  const withinCount = count === undefined || failed <= count;
  const withinPercentage = percentage === undefined || (failed / total) * 100 <= percentage;
  return withinCount && withinPercentage;
}

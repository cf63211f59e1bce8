// Duration and failure of each call as metrics.
import type middy from '@middy/core';
import { ownMetrics } from '../../core/contract/own-metrics.ts';
import { writeMetrics } from './write-metrics.ts';

export const measureCall = (): middy.MiddlewareObj => {
  const startedAt = new WeakMap<object, number>();
  const emit = (context: { functionName?: string }, failed: number) => {
    const now = Date.now();
    const durationMs = now - (startedAt.get(context) ?? now);
    writeMetrics(context.functionName, now, [
      { name: ownMetrics.durationMs, unit: 'Milliseconds', value: durationMs },
      { name: ownMetrics.failed, unit: 'Count', value: failed },
    ]);
  };
  return {
    before: ({ context }) => {
      startedAt.set(context, Date.now());
    },
    after: ({ context }) => emit(context, 0),
    onError: ({ context }) => emit(context, 1),
  };
};

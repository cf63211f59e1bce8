// Runs something at each time of a recurrence, in virtual time.
import type { Clock, Scheduled } from '../../../kernel/clock.ts';
import type { Recurrence } from './recurrence.ts';

export interface Recurring {
  stop(): void;
}

export function recur(
  clock: Clock,
  recurrence: Recurrence,
  run: (timeMs: number) => void,
): Recurring {
  let pending: Scheduled | undefined;
  const plan = (afterMs: number): void => {
    const timeMs = recurrence.next(afterMs);
    if (timeMs === undefined) return;
    pending = clock.at(timeMs, () => {
      plan(timeMs);
      run(timeMs);
    });
  };
  plan(clock.now());
  return { stop: () => pending?.cancel() };
}

// Runs something at each time of a recurrence, in virtual time.
import type { Clock, Scheduled } from '../../../kernel/clock.ts';

export interface Recurrence {
  /** The first time after the given one; undefined when there is none. */
  next(afterMs: number): number | undefined;
}

export interface Recurring {
  stop(): void;
}

interface RecurOptions {
  readonly run: (timeMs: number) => void;
  /** Times up to this one are over; now, when absent. */
  readonly afterMs?: number;
  /** How much later than its time each run happens. */
  readonly delayMs?: (timeMs: number) => number;
  /** Called once, after the last run. */
  readonly onEnd?: () => void;
}

export function recur(clock: Clock, recurrence: Recurrence, options: RecurOptions): Recurring {
  const { run, afterMs = clock.now(), delayMs = () => 0, onEnd } = options;
  let pending: Scheduled | undefined;
  const plan = (previousMs: number, hasRun: boolean): void => {
    const timeMs = recurrence.next(previousMs);
    if (timeMs === undefined) {
      if (hasRun) onEnd?.();
      return;
    }
    pending = clock.at(
      timeMs + delayMs(timeMs),
      () => {
        run(timeMs);
        plan(timeMs, true);
      },
      'upkeep',
    );
  };
  plan(afterMs, false);
  return { stop: () => pending?.cancel() };
}

// `rate(...)` and `cron(...)`: when something happens again. Times are computed from the start, so that they never drift.
import { parseCron } from './cron.ts';

export interface Recurrence {
  /** The first time after the given one; undefined when there is none. */
  next(afterMs: number): number | undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};
const RATE = /^rate\((\d+) (minute|hour|day)(s?)\)$/;
const CRON = /^cron\((.*)\)$/;

export interface RecurrenceOptions {
  /** When the rate begins to count. */
  readonly startMs: number;
  /** Whether `rate(1 minutes)` will do: for Scheduler it does, for rules it does not. */
  readonly pluralOfOne: boolean;
}

/** Undefined where the expression is neither a rate nor a cron expression that AWS accepts. */
export function parseRecurrence(
  expression: string,
  options: RecurrenceOptions,
): Recurrence | undefined {
  const [, count, unit, plural] = RATE.exec(expression) ?? [];
  if (count !== undefined && unit !== undefined) {
    const value = Number(count);
    const fits = value === 1 ? plural === '' || options.pluralOfOne : plural === 's';
    return value > 0 && fits
      ? everyPeriod(options.startMs, value * (UNIT_MS[unit] ?? 0))
      : undefined;
  }
  const fields = CRON.exec(expression)?.[1];
  return fields === undefined ? undefined : parseCron(fields);
}

const everyPeriod = (startMs: number, periodMs: number): Recurrence => ({
  next: (afterMs) =>
    startMs + Math.max(1, Math.floor((afterMs - startMs) / periodMs) + 1) * periodMs,
});

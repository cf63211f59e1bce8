// `rate(...)` and `cron(...)`: when something happens again. Times are computed from the start, so that they never drift.
import { parseCron } from './cron.ts';
import type { Recurrence } from './recur.ts';

const UNIT_MS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};
const RATE = /^rate\((\d+) (minute|hour|day)(s?)\)$/;
const CRON = /^cron\((.*)\)$/;

interface RecurrenceOptions {
  /** When a rate begins to count. */
  readonly startMs: number;
  /**
   * A rule runs for the first time after a period and insists on `1 minute`;
   * a schedule of Scheduler runs at once and takes `1 minutes`, too.
   */
  readonly of: 'rule' | 'schedule';
}

/** Undefined where the expression is neither a rate nor a cron expression that AWS accepts. */
export function parseRecurrence(
  expression: string,
  options: RecurrenceOptions,
): Recurrence | undefined {
  const [, digits, unit = '', plural] = RATE.exec(expression) ?? [];
  if (digits === undefined) {
    const fields = CRON.exec(expression)?.[1];
    return fields === undefined ? undefined : parseCron(fields);
  }
  const count = Number(digits);
  const isWellSaid = count === 1 ? plural === '' || options.of === 'schedule' : plural === 's';
  if (count === 0 || !isWellSaid) return undefined;
  return everyPeriod(options, count * (UNIT_MS[unit] ?? 0));
}

const everyPeriod = ({ startMs, of }: RecurrenceOptions, periodMs: number): Recurrence => ({
  next(afterMs) {
    const first = of === 'rule' ? 1 : 0;
    const periods = Math.max(first, Math.floor((afterMs - startMs) / periodMs) + 1);
    return startMs + periods * periodMs;
  },
});

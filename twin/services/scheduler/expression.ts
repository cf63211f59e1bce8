// When a schedule runs: `rate(...)`, `cron(...)` or `at(...)`, between its start and its end.
import type { Recurrence } from '../events/schedule/recur.ts';
import { parseRecurrence } from '../events/schedule/recurrence.ts';

const AT = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/;

export interface Bounds {
  readonly createdMs: number;
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
}

/** Undefined where AWS would refuse the expression. */
export function parseExpression(expression: string, bounds: Bounds): Recurrence | undefined {
  const { createdMs, startMs, endMs = Number.POSITIVE_INFINITY } = bounds;
  const once = AT.exec(expression)?.[1];
  // Start and end do not matter to a schedule that runs once.
  if (once !== undefined) return parseAt(once);
  const from = Math.max(createdMs, startMs ?? createdMs);
  const recurrence = parseRecurrence(expression, { startMs: startMs ?? createdMs, of: 'schedule' });
  return (
    recurrence && {
      next(afterMs) {
        const time = recurrence.next(Math.max(afterMs, from - 1));
        return time !== undefined && time <= endMs ? time : undefined;
      },
    }
  );
}

function parseAt(text: string): Recurrence | undefined {
  const time = Date.parse(`${text}Z`);
  if (Number.isNaN(time)) return undefined;
  return { next: (afterMs) => (time > afterMs ? time : undefined) };
}

/** Time zones: which exist, and which hours a change of clocks skips. The one use of `Intl`. */
import type { Weekday } from './spec.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const daysAhead = 370;

const weekdays: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

export interface SkippedHour {
  /** `2027-03-28`. */
  readonly date: string;
  /** The first minute of that day's clock after the gap. */
  readonly nextMinutes: number;
}

/** Offsets such as `+02:00` are no zones: they do not follow a change of clocks. */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** The first of the coming days of a window on which the clock never shows these minutes. */
export function findSkippedHour(window: {
  readonly days: readonly Weekday[];
  readonly zone: string;
  readonly minutes: number;
  readonly nowMs: number;
}): SkippedHour | undefined {
  const offsetOf = offsetReader(window.zone);
  const today = Math.floor(window.nowMs / dayMs);
  for (let day = today; day < today + daysAhead; day += 1) {
    if (!window.days.includes(weekdayOf(day))) continue;
    if (isShown(offsetOf, day * dayMs + window.minutes * minuteMs)) continue;
    const date = new Date(day * dayMs).toISOString().slice(0, 10);
    return { date, nextMinutes: nextShown(offsetOf, day, window.minutes) };
  }
  return undefined;
}

type OffsetOf = (instantMs: number) => number;

/** A wall clock shows a time if one of the offsets around it leads to that time and back. */
function isShown(offsetOf: OffsetOf, wallMs: number): boolean {
  const offsets = [offsetOf(wallMs - dayMs), offsetOf(wallMs + dayMs)];
  return offsets.some((offset) => offsetOf(wallMs - offset) === offset);
}

function nextShown(offsetOf: OffsetOf, day: number, minutes: number): number {
  let next = minutes;
  while (next < dayMs / minuteMs && !isShown(offsetOf, day * dayMs + next * minuteMs)) next += 1;
  return next;
}

/** 1 January 1970 was a Thursday. */
function weekdayOf(day: number): Weekday {
  return weekdays[(day + 4) % 7] ?? 'sun';
}

function offsetReader(zone: string): OffsetOf {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return (instantMs) => {
    const text = format.formatToParts(instantMs).find(({ type }) => type === 'timeZoneName')?.value;
    const match = /GMT([+-])(\d{2}):(\d{2})/.exec(text ?? '');
    const minutes = Number(match?.[2] ?? 0) * 60 + Number(match?.[3] ?? 0);
    return (match?.[1] === '-' ? -minutes : minutes) * minuteMs;
  };
}

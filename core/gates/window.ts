/** Windows on a wall clock: whether one is open, and how long until it is. Zones change their clocks; minutes are tried. */
import { type Instant, toEpochMs } from '../contract/instant.ts';
import type { Weekday, WindowGate } from '../spec/spec.ts';

type Window = Pick<WindowGate, 'days' | 'fromMinutes' | 'toMinutes' | 'zone'>;

const minuteMs = 60_000;
/** Every week has every weekday; two more days cover any clock change. */
const searchMinutes = 9 * 24 * 60;
const stepMinutes = 5;

/** Seconds until the window is open; 0 while it is. */
export function windowOpensIn(window: Window, now: Instant): number {
  const nowMs = toEpochMs(now);
  if (isOpen(window, nowMs)) return 0;
  const start = Math.ceil(nowMs / (stepMinutes * minuteMs)) * stepMinutes * minuteMs;
  for (let minutes = 0; minutes <= searchMinutes; minutes += stepMinutes) {
    const at = start + minutes * minuteMs;
    if (isOpen(window, at)) return Math.ceil((at - nowMs) / 1000);
  }
  return searchMinutes * 60;
}

function isOpen({ days, fromMinutes, toMinutes, zone }: Window, atMs: number): boolean {
  const { day, minutes } = wallClock(zone, atMs);
  return days.includes(day) && minutes >= fromMinutes && minutes < toMinutes;
}

const weekdays: Readonly<Record<string, Weekday>> = {
  Mon: 'mon',
  Tue: 'tue',
  Wed: 'wed',
  Thu: 'thu',
  Fri: 'fri',
  Sat: 'sat',
  Sun: 'sun',
};

function wallClock(timeZone: string, atMs: number): { day: Weekday; minutes: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  return {
    day: weekdays[parts.get('weekday') ?? ''] ?? 'mon',
    minutes: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
}

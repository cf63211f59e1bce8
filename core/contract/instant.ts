/** How a moment is written everywhere: ISO 8601 in UTC with milliseconds, so that text order is time order. */

/** `2026-11-20T07:00:00.000Z` */
export type Instant = string;

export function toEpochMs(instant: Instant): number {
  return Date.parse(instant);
}

export function toInstant(epochMs: number): Instant {
  return new Date(epochMs).toISOString();
}

export function secondsBetween(from: Instant, to: Instant): number {
  return (toEpochMs(to) - toEpochMs(from)) / 1000;
}

export function addSeconds(instant: Instant, seconds: number): Instant {
  return toInstant(toEpochMs(instant) + seconds * 1000);
}

/** Metrics come by the minute, and are named by its start. */
export function startOfMinute(instant: Instant): Instant {
  return toInstant(Math.floor(toEpochMs(instant) / 60_000) * 60_000);
}

export function laterOf(a: Instant, b: Instant): Instant {
  return toEpochMs(a) >= toEpochMs(b) ? a : b;
}

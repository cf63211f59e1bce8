// How often people call: a rate with the shape of a day, and bursts.

export interface Rate {
  readonly requestsPerSecond: number;
  /** The rate is full at the peak hour (UTC) and falls to this share of it twelve hours later. */
  readonly daily: { readonly peakHour: number; readonly lowShare: number } | undefined;
  readonly bursts:
    | {
        readonly everySeconds: number;
        readonly lastingSeconds: number;
        readonly factor: number;
      }
    | undefined;
}

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

export function rateAt({ requestsPerSecond, daily, bursts }: Rate, timeMs: number): number {
  return requestsPerSecond * (daily ? dayFactor(daily, timeMs) : 1) * burstFactor(bursts, timeMs);
}

function dayFactor({ peakHour, lowShare }: NonNullable<Rate['daily']>, timeMs: number): number {
  const hours = timeMs / HOUR_MS - peakHour;
  const wave = (1 + Math.cos((2 * Math.PI * hours) / DAY_HOURS)) / 2;
  return lowShare + (1 - lowShare) * wave;
}

function burstFactor(bursts: Rate['bursts'], timeMs: number): number {
  if (bursts === undefined) return 1;
  return (timeMs / 1000) % bursts.everySeconds < bursts.lastingSeconds ? bursts.factor : 1;
}

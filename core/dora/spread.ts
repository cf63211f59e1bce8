/** Many durations in three numbers. */

export interface Spread {
  readonly count: number;
  readonly medianSeconds: number;
  readonly meanSeconds: number;
  /** Nine of ten were no longer than this. */
  readonly p90Seconds: number;
}

/** Null where there is nothing to describe. Percentiles are values that occurred (nearest rank). */
export function spread(seconds: readonly number[]): Spread | null {
  if (seconds.length === 0) return null;
  const ascending = [...seconds].sort((a, b) => a - b);
  return {
    count: ascending.length,
    medianSeconds: percentile(ascending, 50),
    meanSeconds: ascending.reduce((sum, value) => sum + value, 0) / ascending.length,
    p90Seconds: percentile(ascending, 90),
  };
}

function percentile(ascending: readonly number[], percent: number): number {
  const rank = Math.ceil((percent / 100) * ascending.length);
  return ascending[Math.max(0, rank - 1)] ?? 0;
}

/** Metrics that functions publish about Spillway itself, by the names that dashboards and alarms look for. */

export const ownMetrics = {
  namespace: 'Spillway',
  /** The only dimension: the function that says it. */
  dimension: 'function',
  durationMs: 'Duration',
  failed: 'Failed',
  /** What a sweep could not look at. */
  sweepFailures: 'SweepFailures',
  /** Releases whose deadline has passed and that still live. */
  overdueReleases: 'OverdueReleases',
  /** Releases that have not ended. */
  livingReleases: 'LivingReleases',
} as const;

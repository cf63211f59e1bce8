/** What a breach is: a metric, its limit, and how much evidence it takes to say so. */
import type { Instant } from '../contract/instant.ts';

export const metrics = [
  'error-rate',
  'latency-p95',
  'cpu',
  'memory',
  'failed-health-checks',
] as const;
export type Metric = (typeof metrics)[number];

/** Bad events among all events, summed over the window. Needs traffic. */
export interface RatioThreshold {
  readonly kind: 'ratio';
  readonly metric: 'error-rate';
  readonly unit: 'percent';
  /** Breached when the value is greater, not when it is equal. */
  readonly max: number;
  readonly windowSeconds: number;
  /** With fewer requests than this in the window nothing can be said. */
  readonly requestsMin: number;
}

/** A level per minute. Breached when at least `samplesOverMax` samples of the window lie above `max`. */
export interface LevelThreshold {
  readonly kind: 'level';
  readonly metric: 'latency-p95' | 'cpu' | 'memory';
  readonly unit: 'milliseconds' | 'percent';
  readonly max: number;
  readonly windowSeconds: number;
  readonly samplesOverMax: number;
}

/** An unbroken run of bad samples. Breached when the run is longer than `max`: three is fine, four is not. */
export interface RunThreshold {
  readonly kind: 'run';
  readonly metric: 'failed-health-checks';
  readonly unit: 'consecutive';
  readonly max: number;
  readonly windowSeconds: number;
}

export type Threshold = RatioThreshold | LevelThreshold | RunThreshold;

/** One minute of one metric, as the metric store gave it. A minute without data has no sample. */
export type Sample =
  | {
      readonly kind: 'ratio';
      readonly at: Instant;
      readonly bad: number;
      readonly total: number;
    }
  | { readonly kind: 'level'; readonly at: Instant; readonly value: number }
  | { readonly kind: 'run'; readonly at: Instant; readonly failed: boolean };

export type SampleOf<K extends Sample['kind']> = Extract<Sample, { readonly kind: K }>;

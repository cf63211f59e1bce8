/** What a judge says: pass, fail or inconclusive, never merged, always with the numbers it rests on. */
import type { Instant } from '../contract/instant.ts';

export type Outcome = 'pass' | 'fail' | 'inconclusive';

/** The judgement of one metric. Threshold checks and statistical judges share this shape. */
export interface Finding {
  readonly outcome: Outcome;
  readonly metric: string;
  /** What was measured, in `unit`; null when nothing could be. */
  readonly value: number | null;
  /** What it was compared with, in `unit`. */
  readonly threshold: number;
  readonly unit: string;
  readonly window: Window;
  readonly sampleCount: number;
  readonly reason: string;
}

export interface Window {
  readonly from: Instant;
  readonly to: Instant;
}

/** The judgement of a whole look: the worst finding decides. */
export interface Verdict {
  readonly outcome: Outcome;
  /** Of the finding that decided. */
  readonly reason: string;
  readonly findings: readonly Finding[];
}

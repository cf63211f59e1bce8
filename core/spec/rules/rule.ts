/** A rule: one law that a spec must keep, judged on what is left of it, silent about NaN. */
import type { Finding } from '../finding.ts';
import type { Spec } from '../spec.ts';

export type Rule = (spec: Spec, surroundings: Surroundings) => readonly Finding[];

/** What is known beyond the file; null is not known, and then not judged. */
export interface Surroundings {
  readonly knownServices: readonly string[] | null;
  readonly requestsPerSecond: number | null;
  /** For laws about dates: a window meets next year's change of clocks. */
  readonly nowMs: number | null;
}

export const unknownSurroundings: Surroundings = {
  knownServices: null,
  requestsPerSecond: null,
  nowMs: null,
};

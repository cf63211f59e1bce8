/** One row of the table of problem codes: what its page says, and how bad it is. */
import type { Severity } from './problem.ts';

export interface ErrorEntry {
  readonly severity: Severity;
  readonly title: string;
  /** Why Spillway insists: what goes wrong for those who are let through. */
  readonly why: string;
  /** A few lines that raise it: of a spec, or of what a terminal shows. */
  readonly example: string;
  readonly fix: string;
}

export type ErrorEntries = Readonly<Record<string, ErrorEntry>>;

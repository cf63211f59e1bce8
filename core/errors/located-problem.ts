/** What is wrong with something that a person wrote, and where, so that it can be put right at once. */
import type { ProblemDetails, Severity } from './problem.ts';
import type { ProblemCode } from './table.ts';

export interface Problem extends ProblemDetails {
  readonly code: ProblemCode;
  /** A JSON path, `$.environments[0].name`. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units, as editors count. */
  readonly column: number;
  readonly severity: Severity;
}

export function isError(problem: { readonly severity: Severity }): boolean {
  return problem.severity === 'error';
}

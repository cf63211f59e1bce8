/** What is wrong with something that a person wrote, said so that it can be put right at once. */
import type { ProblemCode } from './table.ts';

export type Severity = 'error' | 'warning';

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

export interface ProblemDetails {
  /** Lower case, one sentence, with what was got. */
  readonly message: string;
  readonly got?: string;
  readonly allowed?: string;
  readonly fix?: string;
}

export function isError(problem: { readonly severity: Severity }): boolean {
  return problem.severity === 'error';
}

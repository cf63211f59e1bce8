/** How bad a problem is, and what is said about it. */
export type Severity = 'error' | 'warning';

export interface ProblemDetails {
  /** Lower case, one sentence, with what was got. */
  readonly message: string;
  readonly got?: string;
  readonly allowed?: string;
  readonly fix?: string;
}

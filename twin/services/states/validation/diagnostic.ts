// What is wrong with a definition, and where.

export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: DiagnosticCode;
  readonly message: string;
  /** A path like `/States/Check/Choices[0]/Next`; some problems are nowhere in particular. */
  readonly location?: string;
}

type DiagnosticCode =
  | 'INVALID_JSON_DESCRIPTION'
  | 'SCHEMA_VALIDATION_FAILED'
  | 'MISSING_TRANSITION_TARGET'
  | 'MISSING_END_STATE'
  | 'DUPLICATE_STATE_NAME'
  | 'PASS_RESULT_IS_STATIC'
  | 'NO_DOLLAR';

export const schemaProblem = (message: string, location: string): Diagnostic => ({
  severity: 'ERROR',
  code: 'SCHEMA_VALIDATION_FAILED',
  message,
  location,
});

export const missing = (fields: readonly string[], location: string): Diagnostic =>
  schemaProblem(`These fields are required: [${fields.join(', ')}]`, location);

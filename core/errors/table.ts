/** Every problem code there is: the single source for messages, pages and severities. */
import { planErrors } from '../plan/problem.ts';
import type { ErrorEntry } from './entry.ts';
import { identityErrors } from './identity.ts';
import { operationErrors } from './operation.ts';
import { progressionErrors } from './progression.ts';
import { readingErrors } from './reading.ts';

const table = {
  ...readingErrors,
  ...progressionErrors,
  ...planErrors,
  ...identityErrors,
  ...operationErrors,
} as const;

export type ProblemCode = keyof typeof table;

export const errorTable: Readonly<Record<ProblemCode, ErrorEntry>> = table;

/** By number: warnings stand among the errors that they belong to. */
export const problemCodes: readonly ProblemCode[] = Object.keys(table)
  .filter(isProblemCode)
  .sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));

export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(table, text);
}

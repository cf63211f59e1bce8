/** Stage two: plain values against the schema. Every mismatch is found, and what is sound goes on. */
import type * as z from 'zod';
import { type DraftSpec, withoutPaths } from './draft.ts';
import { explainIssue } from './explain-issue.ts';
import type { Finding } from './finding.ts';
import type { Source } from './parse.ts';
import { type Path, toPath } from './path.ts';
import { specSchema } from './schema.ts';
import { valueAt } from './value-at.ts';

export interface Shape {
  readonly draft: DraftSpec;
  readonly findings: readonly Finding[];
}

export function readShape(source: Source): Shape {
  const result = specSchema.safeParse(source.value, { error: listKnownKeys });
  const issues = result.error?.issues ?? [];
  const refused = issues.flatMap((issue) => refusedPaths(issue, source.value));
  return {
    // The schema vouches for every path that is left; only the compiler cannot follow.
    draft: withoutPaths(source.value, refused) as DraftSpec,
    findings: issues.flatMap((issue) => explainIssue(issue, source)),
  };
}

/** The message of an unknown key is the list of the known ones, from which a suggestion is made. */
const listKnownKeys: z.core.$ZodErrorMap = (issue) => {
  if (issue.code !== 'unrecognized_keys') return undefined;
  const shape: unknown = issue.inst?._zod.def && Reflect.get(issue.inst._zod.def, 'shape');
  return Object.keys(Object(shape)).join(' ');
};

/**
 * What must not reach the rules. A number out of range or text in the wrong form keeps its type,
 * so it may stay: more can be said about it.
 */
function refusedPaths(issue: z.core.$ZodIssue, root: unknown): readonly Path[] {
  const path = toPath(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => [...path, key]);
    case 'invalid_union':
      // Without its kind nothing can be said about the whole.
      return [issue.discriminator === undefined ? path : path.slice(0, -1)];
    case 'too_big':
    case 'too_small':
      // Items of a list that is too long were not looked at.
      return issue.origin === 'array' ? [path] : [];
    case 'invalid_type':
      return isWholeNumberWanted(issue) && typeof valueAt(root, path) === 'number' ? [] : [path];
    case 'invalid_format':
    case 'custom':
      return [];
    default:
      return [path];
  }
}

function isWholeNumberWanted(issue: z.core.$ZodIssueInvalidType): boolean {
  return issue.expected === 'int';
}

/** Stage two: plain values against the schema. Every mismatch is found, and what is sound goes on. */
import type * as z from 'zod';
import { limits } from '../limits.ts';
import { type DraftSpec, withoutPaths } from './draft.ts';
import { explainIssue } from './explain-issue.ts';
import type { Finding } from './finding.ts';
import type { Source } from './parse.ts';
import { type Path, toPath } from './path.ts';
import { specSchema } from './schema.ts';

export interface Shape {
  readonly draft: DraftSpec;
  readonly findings: readonly Finding[];
}

export function readShape(source: Source): Shape {
  const result = specSchema.safeParse(source.value, { error: listKnownKeys });
  const issues = result.error?.issues ?? [];
  const refused = issues.flatMap(refusedPaths);
  return {
    // The schema vouches for every path that is left; only the compiler cannot follow.
    draft: withoutPaths(source.value, refused) as DraftSpec,
    findings: issues.slice(0, limits.problemsMax).flatMap((issue) => explainIssue(issue, source)),
  };
}

/** The message of an unknown key is the list of the known ones, from which a suggestion is made. */
const listKnownKeys: z.core.$ZodErrorMap = (issue) => {
  if (issue.code !== 'unrecognized_keys') return undefined;
  const shape: unknown = issue.inst?._zod.def && Reflect.get(issue.inst._zod.def, 'shape');
  return Object.keys(Object(shape)).join(' ');
};

/** What must not reach the rules: they would judge what is refused already. */
function refusedPaths(issue: z.core.$ZodIssue): readonly Path[] {
  const path = toPath(issue.path);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...path, key]);
  // Without its kind nothing can be said about the whole.
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined)
    return [path.slice(0, -1)];
  return [path];
}

/** A mismatch that the schema found, in words that say what to do. */
import type * as z from 'zod';
import { isProblemCode, type ProblemCode } from '../errors/table.ts';
import { limits } from '../limits.ts';
import { explainCode } from './explain-code.ts';
import type { Finding } from './finding.ts';
import { isMapping, kindOf, oneOf, shown } from './kinds.ts';
import type { Source } from './parse.ts';
import { formatPath, type Path, toPath } from './path.ts';
import { suggest } from './suggest.ts';
import { explainUnknownKey } from './unknown-key.ts';
import { valueAt } from './value-at.ts';

type Issue = z.core.$ZodIssue;

export function explainIssue(issue: Issue, source: Source, above: Path = []): readonly Finding[] {
  const path: Path = [...above, ...toPath(issue.path)];
  const value = valueAt(source.value, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      // Thousands of unknown keys are one mistake: the wrong file.
      return issue.keys
        .slice(0, limits.problemsMax)
        .map((key) => explainUnknownKey([...path, key], issue.message.split(' '), source));
    case 'invalid_union':
      return explainUnion(issue, source, path);
    case 'invalid_key':
      return issue.issues.map((inner) => explainValue(inner, path.at(-1), path));
    default:
      return [
        value === undefined
          ? missing(path)
          : (explainSpelling(issue, source, path) ?? explainValue(issue, value, path)),
      ];
  }
}

/** What is allowed here was listed by a check, or else by the schema's own words. */
function explainValue(issue: Issue, value: unknown, path: Path): Finding {
  const { code, allowed } = readMessage(issue.message);
  if (code !== undefined) return { path, ...explainCode(code, { value, path, allowed }) };
  if (issue.code === 'invalid_value') return explainChoice(issue.values, value, path);
  return explainKind(issue, value, path);
}

function readMessage(message: string): { readonly code?: ProblemCode; readonly allowed: string } {
  const [code = '', ...allowed] = message.split(' ');
  return isProblemCode(code) ? { code, allowed: allowed.join(' ') } : { allowed: '' };
}

function missing(path: Path): Finding {
  const message = `${String(path.at(-1))} is missing`;
  return { code: 'E108', path, message, got: 'nothing', fix: `add "${String(path.at(-1))}:"` };
}

/** `1.10` unquoted is the number 1.1: the reader of YAML has already lost what was meant. */
function explainSpelling(issue: Issue, source: Source, path: Path): Finding | undefined {
  if (issue.code !== 'invalid_type' || issue.expected !== 'string') return undefined;
  if (readMessage(issue.message).code !== undefined) return undefined;
  const spelling = source.spellings.get(formatPath(path));
  const value = valueAt(source.value, path);
  if (spelling === undefined || value === null || typeof value === 'object') return undefined;
  const message = `got ${kindOf(value)} from ${spelling}; text is wanted here`;
  return { code: 'E106', path, message, got: spelling, fix: `quote it: "${spelling}"` };
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

function explainKind(issue: Issue, value: unknown, path: Path): Finding {
  const expected = issue.code === 'invalid_type' ? issue.expected : 'object';
  const allowed = kinds[expected] ?? expected;
  const message = `expected ${allowed}, got ${kindOf(value)}`;
  const fix = kindFix(expected, value, path);
  return { code: 'E109', path, message, got: kindOf(value), allowed, fix };
}

function kindFix(expected: string, value: unknown, path: Path): string {
  const key = String(path.at(-1) ?? 'it');
  if (value === null) return 'give a value, or remove the key';
  if (expected === 'array') return `write ${key} as a list, each item on a line with "- "`;
  if (expected === 'number' && typeof value === 'string' && /^\d+$/.test(value)) {
    return `write the number without quotes: ${value}`;
  }
  if (expected === 'object' && typeof value === 'string' && /^[a-z-]+$/.test(value)) {
    return `write ${key} as a mapping, for example { kind: ${value} }`;
  }
  return `write ${kinds[expected] ?? expected}`;
}

function explainChoice(values: readonly unknown[], value: unknown, path: Path): Finding {
  const words = values.map(String);
  const allowed = oneOf(words);
  const nearest = typeof value === 'string' ? suggest(value, words) : undefined;
  const hint = nearest === undefined ? '' : `; did you mean "${nearest}"?`;
  const message = `${shown(value)} is not allowed${hint}`;
  const fix = nearest === undefined ? `write ${allowed}` : `write ${nearest}`;
  return { code: 'E110', path, message, got: shown(value), allowed, fix };
}

function explainUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  source: Source,
  path: Path,
): readonly Finding[] {
  const value = valueAt(source.value, path);
  if (issue.discriminator !== undefined) {
    if (value === undefined) return [missing(path)];
    return [explainChoice(unionOptions(issue), value, path)];
  }
  // Text or mapping: whoever began a mapping meant the mapping.
  const branch = isMapping(value) ? issue.errors.at(-1) : undefined;
  if (branch !== undefined) return branch.flatMap((inner) => explainIssue(inner, source, path));
  const message = `expected text or a mapping, got ${kindOf(value)}`;
  return [{ code: 'E109', path, message, got: kindOf(value), allowed: 'text or a mapping' }];
}

function unionOptions(issue: z.core.$ZodIssueInvalidUnion): readonly unknown[] {
  const options: unknown = Reflect.get(issue, 'options');
  return Array.isArray(options) ? options : [];
}

/** The words for values that a check of the schema refused, by problem code. */
import type { ProblemDetails } from '../errors/problem.ts';
import type { ProblemCode } from '../errors/table.ts';
import { parseDuration } from './duration.ts';
import { findForeignLetters } from './hygiene.ts';
import { kindOf, quote, shown } from './kinds.ts';
import type { Path } from './path.ts';

interface Refusal {
  readonly value: unknown;
  readonly path: Path;
  readonly allowed: string;
}

interface Explanation extends ProblemDetails {
  readonly code: ProblemCode;
}

export function explainCode(code: ProblemCode, refusal: Refusal): Explanation {
  const details = explanations[code]?.(refusal) ?? notAllowed(refusal);
  const got = details.got ?? shown(refusal.value);
  const allowed = refusal.allowed === '' ? {} : { allowed: refusal.allowed };
  return { code, got, ...allowed, ...details };
}

type Words = ProblemDetails & { readonly code?: ProblemCode };

const explanations: Partial<Record<ProblemCode, (refusal: Refusal) => Words>> = {
  E105: ({ value }) => ({
    message: `${shown(value)} is not supported (this Spillway knows v1)`,
    fix: 'write apiVersion: v1, or upgrade Spillway',
  }),
  E202: ({ value }) => ({
    message: `${shown(value)} is outside 1..100 (whole per cent)`,
    fix: 'write a whole number from 1 to 100',
  }),
  E203: ({ value }) => {
    const digits = /\d+/.exec(String(value))?.[0];
    const fix = digits === undefined ? 'write a number' : `write the number ${digits}`;
    return { message: `got text ${shown(value)}; ${fix}`, fix };
  },
  E204: ({ value, allowed }) => ({
    message: `${listLength(value)} phases; a release needs ${allowed}`,
    fix: 'end at 100, for example 10, 25, 50, 100',
  }),
  E207: ({ value, allowed }) => ({
    message: `${listLength(value)} steps; a gradual rollback needs ${allowed}`,
    fix: 'fall to 0, for example [50, 25, 0]',
  }),
  E211: ({ value, allowed }) => explainDuration(value, allowed),
  E212: ({ value }) => ({
    message: `${shown(value)} cannot be part of a window`,
    fix: 'write days as [mon, tue], times as "09:00", a zone as Europe/Berlin',
  }),
  E305: ({ value, path }) => explainName(String(value), path),
  E311: ({ value }) => ({
    message: `${shown(value)} ${/^[a-z]+$|^\*$/.test(String(value)) ? 'moves from image to image' : 'is not a pattern of tags'}`,
    fix: 'listen to tags that hold a version, for example v*',
  }),
  E322: ({ value }) => ({
    message: `${shown(value)} leads elsewhere`,
    fix: 'stay inside: no "..", no host, no scheme',
  }),
  E324: ({ value, allowed }) => ({
    message: `${sizeOf(value)}, limit ${allowed.replace('at most ', '')}`,
    fix: 'shorten it',
  }),
};

function notAllowed({ value }: Refusal): Words {
  return { message: `${kindOf(value)} is not allowed` };
}

function explainDuration(value: unknown, allowed: string): Words {
  const fix = 'use 30s, 5m, 1h30m or PT5M';
  if (typeof value === 'number') {
    return { message: `${value} has no unit`, fix: `write ${value}s, ${value}m or ${value}h` };
  }
  if (typeof value !== 'string') return { message: `${kindOf(value)} is not a duration`, fix };
  if (/^-/.test(value)) return { message: `${value} is negative`, fix };
  const seconds = parseDuration(value);
  if (seconds === undefined) return { message: `${quote(value)} is not a duration`, fix };
  return { message: `${value} is outside ${allowed}`, fix: 'choose a duration in between' };
}

function explainName(name: string, path: Path): Words {
  const { alphabet, letters } = findForeignLetters(name);
  if (letters.length > 0) {
    const message = `${quote(name)} contains ${alphabet} letters (${letters.slice(0, 5).join(', ')})`;
    const fix = 'write it in the letters a to z';
    return { code: path.at(-1) === 'service' ? 'E301' : 'E305', message, fix };
  }
  return { message: `${quote(name)} (${name.length} characters) is not a name`, fix: 'rename it' };
}

function sizeOf(value: unknown): string {
  if (Array.isArray(value)) return `${value.length} items`;
  return `${String(value).length} characters`;
}

function listLength(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

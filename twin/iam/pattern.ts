// Patterns of policies: `*` and `?`, and variables such as `${aws:PrincipalAccount}`.
import type { RequestKeys } from './request.ts';

/** Tells whether a value matches; the request is only needed by patterns with variables. */
export type Pattern = (value: string, keys: () => RequestKeys) => boolean;

// One process sees the same patterns in thousands of worlds.
const compiled = new Map<string, Pattern>();
const COMPILED_MAX = 20_000;

const VARIABLE = /\$\{([^}]+)\}/g;

export function compilePattern(source: string): Pattern {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  if (compiled.size >= COMPILED_MAX) compiled.clear();
  const pattern = source.includes('${') ? withVariables(source) : plain(source);
  compiled.set(source, pattern);
  return pattern;
}

/** ARN patterns match segment by segment, so that `*` cannot swallow a colon before the resource. */
export function matchesArn(pattern: string, value: string, keys: () => RequestKeys): boolean {
  const wanted = segments(pattern);
  const got = segments(value);
  if (wanted.length !== 6 || got.length !== 6) return false;
  return wanted.every((segment, index) => compilePattern(segment)(got[index] ?? '', keys));
}

function segments(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function plain(source: string): Pattern {
  if (source === '*') return () => true;
  const wildcard = source.search(/[*?]/);
  if (wildcard === -1) return (value) => value === source;
  if (wildcard === source.length - 1 && source.endsWith('*')) {
    const prefix = source.slice(0, -1);
    return (value) => value.startsWith(prefix);
  }
  const expression = toExpression(source);
  return (value) => expression.test(value);
}

function withVariables(source: string): Pattern {
  return (value, keys) => {
    // What a variable stands for is text, whatever it contains: only the written wildcards count.
    const parts: string[] = [];
    let end = 0;
    for (const match of source.matchAll(VARIABLE)) {
      const text = substitute(match[1] ?? '', keys());
      if (text === undefined) return false;
      parts.push(wildcards(source.slice(end, match.index)), escaped(text));
      end = match.index + match[0].length;
    }
    parts.push(wildcards(source.slice(end)));
    return new RegExp(`^${parts.join('')}$`, 's').test(value);
  };
}

function substitute(variable: string, keys: RequestKeys): string | undefined {
  // `${*}`, `${?}` and `${$}` stand for the characters themselves.
  if (variable === '*' || variable === '?' || variable === '$') return variable;
  const [name = '', fallback] = variable.split(/\s*,\s*/);
  return keys.get(name.toLowerCase())?.[0] ?? fallback?.replace(/^'(.*)'$/, '$1');
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

const wildcards = (text: string): string =>
  escaped(text).replaceAll('\\*', '.*').replaceAll('\\?', '.');

const toExpression = (source: string): RegExp => new RegExp(`^${wildcards(source)}$`, 's');

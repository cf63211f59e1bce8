// `{"wildcard": "a*b"}`: a star stands for any text; `\*` and `\\` stand for themselves.
import { InvalidPattern, ofString, type ValueMatcher } from './value-matcher.ts';

/**
 * How many prefixes of a wildcard pattern one text may match at once. AWS accepts 7 (`/Users/*` followed by
 * five times `/dir`) and refuses 10 (`*:*:*:*:*:event-bus/*`); what it does in between is unproven, so refused.
 */
const COMPLEXITY_MAX = 7;
const STAR = Symbol('*');

type Part = string | typeof STAR;

export function wildcard(text: string): ValueMatcher {
  const parts = parse(text);
  if (complexity(parts) > COMPLEXITY_MAX) {
    throw new InvalidPattern(
      'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
    );
  }
  const pieces = literals(parts);
  return ofString((value) => fits(pieces, value));
}

function parse(text: string): readonly Part[] {
  const parts: Part[] = [];
  // AWS reads the text with its opening quote, so its positions count from one.
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const next = text.charAt(index + 1);
    if (character === '*') {
      if (next === '*') {
        throw new InvalidPattern(`Consecutive wildcard characters at pos ${index + 1}`);
      }
      parts.push(STAR);
    } else if (character === '\\') {
      if (next !== '*' && next !== '\\') {
        throw new InvalidPattern(`Invalid escape character at pos ${index + 1}`);
      }
      parts.push(next);
      index += 1;
    } else {
      parts.push(character);
    }
  }
  return parts;
}

/** The texts between the stars; the first and the last are anchored. */
function literals(parts: readonly Part[]): readonly string[] {
  const pieces = [''];
  for (const part of parts) {
    if (part === STAR) pieces.push('');
    else pieces[pieces.length - 1] += part;
  }
  return pieces;
}

function fits(pieces: readonly string[], value: string): boolean {
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return value === first;
  if (!value.startsWith(first)) return false;
  let position = first.length;
  for (const piece of rest) {
    const found = value.indexOf(piece, position);
    if (found < 0) return false;
    position = found + piece.length;
  }
  return value.length - last.length >= position && value.endsWith(last);
}

/** The largest number of the pattern's prefixes that some text matches all at once. */
function complexity(parts: readonly Part[]): number {
  const alphabet = new Set(parts.filter((part) => part !== STAR));
  const start = reach(parts, [0]);
  const seen = new Set([start.join()]);
  const queue = [start];
  let most = 0;
  for (let states = queue.pop(); states !== undefined; states = queue.pop()) {
    const wild = states.filter((state) => parts.slice(0, state).includes(STAR)).length;
    most = Math.max(most, wild);
    if (most > COMPLEXITY_MAX) return most;
    for (const character of alphabet) {
      const next = reach(parts, step(parts, states, character));
      if (next.length === 0 || seen.has(next.join())) continue;
      seen.add(next.join());
      queue.push(next);
    }
  }
  return most;
}

function step(parts: readonly Part[], states: readonly number[], character: Part): number[] {
  return states.flatMap((state) => [
    ...(parts[state - 1] === STAR ? [state] : []),
    ...(parts[state] === character ? [state + 1] : []),
  ]);
}

/** States reached without reading: a star may stand for nothing. */
function reach(parts: readonly Part[], states: readonly number[]): number[] {
  const reached = new Set(states);
  for (const state of reached) if (parts[state] === STAR) reached.add(state + 1);
  return [...reached].sort((a, b) => a - b);
}

// What one value of an event must be like to satisfy one element of a pattern.
import type { FieldValue } from './event-fields.ts';

export interface ValueMatcher {
  matches(value: FieldValue): boolean;
  /** The key of the only value that matches, where there is just one: rules are indexed by it. */
  readonly exactly?: string;
}

/** Why a pattern is refused, in AWS's words. */
export class InvalidPattern extends Error {
  override readonly name = 'InvalidPattern';
}

export const exactly = (value: FieldValue): ValueMatcher => ({
  exactly: value.key,
  matches: ({ key }) => key === value.key,
});

export const ofString = (test: (text: string) => boolean): ValueMatcher => ({
  matches: ({ string }) => string !== undefined && test(string),
});

export const anything: ValueMatcher = { matches: () => true };

/** Whatever is there and matches none of the others; a value of another type is something else, too. */
export const noneOf = (others: readonly ValueMatcher[]): ValueMatcher => ({
  matches: (value) => others.every((other) => !other.matches(value)),
});

export function noKeyOf(keys: readonly string[]): ValueMatcher {
  const excluded = new Set(keys);
  return { matches: ({ key }) => !excluded.has(key) };
}

export const equalsIgnoreCase = (text: string): ValueMatcher => {
  const folded = text.toLowerCase();
  return ofString((value) => value.toLowerCase() === folded);
};

export const prefix = (text: string): ValueMatcher => ofString((value) => value.startsWith(text));

export const suffix = (text: string): ValueMatcher => ofString((value) => value.endsWith(text));

export const prefixIgnoreCase = (text: string): ValueMatcher => {
  const folded = text.toLowerCase();
  return ofString((value) => value.toLowerCase().startsWith(folded));
};

export const suffixIgnoreCase = (text: string): ValueMatcher => {
  const folded = text.toLowerCase();
  return ofString((value) => value.toLowerCase().endsWith(folded));
};

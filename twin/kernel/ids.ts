// Identifiers in the shapes that AWS uses, drawn from the seed.
import type { Random } from './random.ts';

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

export interface Ids {
  uuid(): string;
  hex(length: number): string;
  /** Upper-case letters and digits, as in `d-1A2B3C4D5`. */
  alphanumeric(length: number): string;
}

export function createIds(random: Random): Ids {
  const hex = (length: number) =>
    Array.from({ length }, () => random.below(16).toString(16)).join('');
  return {
    hex,
    uuid: () =>
      `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'.charAt(random.below(4))}${hex(3)}-${hex(12)}`,
    alphanumeric: (length) =>
      Array.from({ length }, () =>
        LETTERS_AND_DIGITS.charAt(random.below(LETTERS_AND_DIGITS.length)),
      ).join(''),
  };
}

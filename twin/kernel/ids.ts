// Identifiers in the shapes that AWS uses, drawn from the seed.
import type { Random } from './random.ts';

const HEX_DIGITS = '0123456789abcdef';
const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** The digits that may begin the fourth group of a UUID. */
const VARIANTS = '89ab';

export interface Ids {
  uuid(): string;
  hex(length: number): string;
  /** Upper-case letters and digits, as in `d-1A2B3C4D5`. */
  alphanumeric(length: number): string;
}

export function createIds(random: Random): Ids {
  // Every call of an API draws some, so that this loop is a hot one.
  const draw = (alphabet: string, length: number): string => {
    let text = '';
    for (let left = length; left > 0; left -= 1) text += alphabet[random.below(alphabet.length)];
    return text;
  };
  const hex = (length: number) => draw(HEX_DIGITS, length);
  return {
    hex,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${draw(VARIANTS, 1)}${hex(3)}-${hex(12)}`,
    alphanumeric: (length) => draw(LETTERS_AND_DIGITS, length),
  };
}

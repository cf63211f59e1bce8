/** Unquoted words that YAML 1.1 and YAML 1.2 readers take for different values. */
import type { ProblemDetails } from '../errors/problem.ts';

interface Trap {
  readonly pattern: RegExp;
  readonly reading: (word: string) => string;
  readonly fix: string;
}

const traps: readonly Trap[] = [
  {
    pattern: /^(?:y|yes|true|on|n|no|false|off)$/i,
    reading: (word) =>
      `got the boolean ${/^[yto]/i.test(word) && !/^off$/i.test(word)} from "${word}"`,
    fix: 'quote it if text is meant; write true or false if not',
  },
  {
    pattern: /^[-+]?0[0-9_]+$/,
    reading: (word) => `"${word}" is octal to some readers and decimal to others`,
    fix: 'write the number without leading zeros, or quote it if text is meant',
  },
  {
    pattern: /^[-+]?0(?:o[0-7]+|x[0-9a-f]+|b[01]+)$/i,
    reading: (word) => `"${word}" is a number only to some readers`,
    fix: 'write the number in decimal digits, or quote it if text is meant',
  },
  {
    pattern: /^[-+]?[0-9][0-9_]*(?::[0-9]{1,2})+(?:\.[0-9_]*)?$/,
    reading: (word) => `"${word}" is a number to base 60 to some readers`,
    fix: 'quote it',
  },
  {
    pattern: /^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)e[-+]?[0-9]+$/i,
    reading: (word) => `"${word}" is a number to some readers and text to others`,
    fix: 'write all digits, or quote it if text is meant',
  },
  {
    pattern: /^[-+]?[0-9]+(?:_[0-9]+)+$/,
    reading: (word) => `"${word}" is a number to some readers and text to others`,
    fix: 'write the number without underscores, or quote it if text is meant',
  },
  {
    pattern: /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?$/,
    reading: (word) => `"${word}" is a date to some readers and text to others`,
    fix: 'quote it',
  },
];

/** `true` and `false` in lower case are what every reader agrees on. */
export function findYamlTrap(word: string): ProblemDetails | undefined {
  if (word === 'true' || word === 'false') return undefined;
  const trap = traps.find(({ pattern }) => pattern.test(word));
  return trap && { message: trap.reading(word), got: word, fix: trap.fix };
}

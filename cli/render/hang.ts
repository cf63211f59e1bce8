/** Help that fits the screen: what is too long goes on below, where its explanation began. */
import { wrap } from './wrap.ts';

/** A flag or a command, then at least two blanks; or the name in a usage line; or blanks alone. */
const BEFORE = /^(?: +\S.*? {2,}|Usage: spillway \S+ |\s+spillway \S+ |\s+)/;

export function hang(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => (line.length <= columns ? [line] : hangLine(line, columns)))
    .join('\n');
}

function hangLine(line: string, columns: number): readonly string[] {
  const before = BEFORE.exec(line)?.[0] ?? '';
  const [first = '', ...rest] = wrap(line.slice(before.length), columns - before.length);
  return [`${before}${first}`, ...rest.map((each) => `${' '.repeat(before.length)}${each}`)];
}

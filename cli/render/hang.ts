/** Text that fits the screen: a line that is too long goes on below, where its explanation began. */
import { widthOf } from './width.ts';
import { wrap } from './wrap.ts';

/** Whatever stands in a column of its own, with at least two blanks after it; or the name in a usage line; or blanks. */
const BEFORE = /^(?:\s*\S.*? {2,}|Usage: spillway \S+ |\s+spillway \S+ |\s+)/;

export function hang(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => (widthOf(line) <= columns ? [line] : hangLine(line, columns)))
    .join('\n');
}

function hangLine(line: string, columns: number): readonly string[] {
  const before = BEFORE.exec(line)?.[0] ?? '';
  const indent = ' '.repeat(widthOf(before));
  const [first = '', ...rest] = wrap(line.slice(before.length), columns - indent.length);
  return [`${before}${first}`, ...rest.map((each) => `${indent}${each}`)];
}

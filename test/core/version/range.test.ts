import { describe, expect, it } from 'vitest';
import { parseRange, satisfies } from '../../../core/version/range.ts';
import { parseVersion } from '../../../core/version/version.ts';

/** Range, versions inside, versions outside. */
const rows: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['1.2.3', ['1.2.3', '1.2.3+build'], ['1.2.4', '1.2.2', '1.2.3-rc.1']],
  ['=1.2.3', ['1.2.3'], ['1.2.4']],
  ['>=2.5.0 <4.0.0', ['2.5.0', '3.9.9'], ['2.4.9', '4.0.0', '4.0.0-rc.1', '3.0.0-rc.1']],
  ['>1.0.0 <=2.0.0', ['1.0.1', '2.0.0'], ['1.0.0', '2.0.1']],
  ['^1.2.3', ['1.2.3', '1.99.0'], ['1.2.2', '2.0.0']],
  ['^0.2.3', ['0.2.3', '0.2.9'], ['0.3.0', '0.2.2']],
  ['^0.0.3', ['0.0.3'], ['0.0.4', '0.0.2']],
  ['~1.2.3', ['1.2.3', '1.2.9'], ['1.3.0']],
  ['2.x', ['2.0.0', '2.99.1'], ['1.9.9', '3.0.0']],
  ['2.5.*', ['2.5.0', '2.5.9'], ['2.6.0', '2.4.9']],
  ['>=2.0.0-rc.1', ['2.0.0-rc.1', '2.0.0', '2.1.0-rc.1'], ['2.0.0-beta']],
];

const notRanges = [
  '',
  ' ',
  'latest',
  '*',
  'x',
  '1',
  '1.x.x',
  '>=1',
  '1.2.3 || 2.0.0',
  '>> 1.0.0',
  '^1.2',
  '1.0.0 '.repeat(9),
];

describe('a range', () => {
  it.each(rows)('%s holds what it says and nothing else', (text, inside, outside) => {
    const judge = (word: string) => {
      const [version, range] = [parseVersion(word), parseRange(text)];
      return version !== undefined && range !== undefined && satisfies(version, range);
    };
    expect(inside.filter((word) => !judge(word))).toEqual([]);
    expect(outside.filter(judge)).toEqual([]);
  });

  it.each(notRanges)('is not %j', (text) => {
    expect(parseRange(text)).toBeUndefined();
  });

  it('keeps its text for people', () => {
    expect(parseRange('  ^1.2.3 ')?.text).toBe('^1.2.3');
  });
});

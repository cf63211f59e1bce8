import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTag, isTagPattern, matchesTagPattern, parseTag } from '../../../core/version/tag.ts';
import { formatVersion } from '../../../core/version/version.ts';

const named: readonly (readonly [string, string, string])[] = [
  ['1.2.3', '', '1.2.3'],
  ['v1.2.3', 'v', '1.2.3'],
  ['auth-v1.2.3-rc.1', 'auth-v', '1.2.3-rc.1'],
  ['release-2024-1.2.3', 'release-2024-', '1.2.3'],
  ['v10.20.30', 'v', '10.20.30'],
];

const unnamed = [
  'latest',
  'v1',
  'v1.2',
  '1.2.3.4',
  'v1.2.3_x',
  '',
  '.1.2.3',
  '-1.2.3',
  'v01.2.3',
  'a b',
  `v1.2.3-${'a'.repeat(130)}`,
];

describe('a tag', () => {
  it.each(named)('%s has the prefix %j and the version %s', (tag, prefix, version) => {
    const parsed = parseTag(tag);
    expect(parsed?.prefix).toBe(prefix);
    expect(parsed && formatVersion(parsed.version)).toBe(version);
  });

  it.each(unnamed)('%j names no version', (tag) => {
    expect(parseTag(tag)).toBeUndefined();
  });

  it('has the characters that the registry allows, from beginning to end', () => {
    expect(['v1', '_', 'A-b.c_d', 'x'.repeat(128)].filter((tag) => !isTag(tag))).toEqual([]);
    expect(['', '-v', '.v', 'v\n', 'v;rm', 'x'.repeat(129), 'vé'].filter(isTag)).toEqual([]);
  });
});

describe('a pattern of tags', () => {
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['v1.2.3', 'v*', true],
    ['v', 'v*', true],
    ['auth-v1.2.3', 'v*', false],
    ['v1.2.3', 'v1.2.3', true],
    ['v1.2.3', 'v1.2', false],
    ['v1.2.3-rc.1', 'v*-rc.*', true],
    ['v1.2.3', '*.*.*', true],
    ['v1.2', '*.*.*', false],
    ['aba', 'ab*ba', false],
    ['abba', 'ab*ba', true],
    ['v1x2', 'v1.2', false],
  ];

  it.each(rows)('%s against %s is %s', (tag, pattern, matches) => {
    expect(matchesTagPattern(tag, pattern)).toBe(matches);
  });

  it('agrees with the regular expression that it stands for', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 6 });
    fc.assert(
      fc.property(word, glob, (tag, pattern) => {
        const regex = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
        expect(matchesTagPattern(tag, pattern)).toBe(regex.test(tag));
      }),
      { numRuns: 2000 },
    );
  });

  it('is refused when it holds anything but a star that is special elsewhere', () => {
    expect(['v*', '*', 'v1.*-rc'].filter((text) => !isTagPattern(text))).toEqual([]);
    expect(['', 'v?', 'v[0-9]', '-v*', 'v{1}', '*'.repeat(9)].filter(isTagPattern)).toEqual([]);
  });
});

// Wildcards and variables.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../twin/iam/pattern.ts';

const keys =
  (entries: Record<string, string> = {}) =>
  () =>
    new Map(Object.entries(entries).map(([key, value]) => [key, [value]] as const));

describe('a pattern', () => {
  it('without wildcards matches itself alone', () => {
    const text = fc.string().filter((each) => !/[*?]|\$\{/.test(each));
    fc.assert(
      fc.property(text, text, (pattern, value) => {
        expect(compilePattern(pattern)(value, keys())).toBe(pattern === value);
      }),
    );
  });

  it('matches whatever stands in the place of its star', () => {
    const text = fc.string().filter((each) => !/[*?]|\$\{/.test(each));
    fc.assert(
      fc.property(text, text, fc.string(), (before, after, middle) => {
        const matches = compilePattern(`${before}*${after}`);
        expect(matches(`${before}${middle}${after}`, keys())).toBe(true);
      }),
    );
  });

  it('takes the value of a variable for text, not for wildcards', () => {
    const matches = compilePattern('arn:table/${aws:PrincipalTag/team}-*');
    const team = keys({ 'aws:principaltag/team': 'a*' });
    expect(matches('arn:table/a*-1', team)).toBe(true);
    expect(matches('arn:table/abc-1', team)).toBe(false);
  });

  it('matches nothing when a variable has no value, and uses its default when it has one', () => {
    expect(compilePattern('${aws:username}')('${aws:username}', keys())).toBe(false);
    expect(compilePattern("${aws:PrincipalTag/team, 'shop'}")('shop', keys())).toBe(true);
    expect(compilePattern('a${*}b')('a*b', keys())).toBe(true);
    expect(compilePattern('a${*}b')('axb', keys())).toBe(false);
  });
});

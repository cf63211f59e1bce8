/** The mask keeps code and its places, and loses what only looks like code. */
import { describe, expect, it } from 'vitest';
import { maskLiterals } from './code.ts';

describe('masking literals', () => {
  it.each([
    ['a line comment', 'a // Date.now()\nb', 'a              \nb'],
    ['a block comment over lines', 'a /* x\ny */ b', 'a     \n     b'],
    ['a string and its escapes', String.raw`f('it\'s', "x")`, `f('     ', " ")`],
    ['a comment mark within a string', `f('// no') + g`, `f('     ') + g`],
    ['a template, but not what it evaluates', '`a ${now()} b`', '`  ${now()}  `'],
    ['an object within a template', '`${f({ a: 1 })} b` + c', '`${f({ a: 1 })}  ` + c'],
    ['a template within a template', '`a${`b${c}d`}e`', '` ${` ${c} `} `'],
    ['an empty template', 'f(``) + g', 'f(``) + g'],
    ['a regular expression with a quote', `s.split(/'[/]/) + x`, 's.split(/    /) + x'],
    ['a regular expression after an arrow', `(s) => /"/.test(s)`, '(s) => / /.test(s)'],
  ])('blanks %s', (_, text, expected) => {
    expect(maskLiterals(text)).toBe(expected);
  });

  it('reads a division as a division', () => {
    expect(maskLiterals(`(a + b) / 2 + 'x' / c`)).toBe(`(a + b) / 2 + ' ' / c`);
  });
});

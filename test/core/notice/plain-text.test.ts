import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascii, chatCode, oneLine, shellWord, shorten } from '../../../core/notice/plain-text.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 300 });

describe('oneLine', () => {
  it.each([
    ['two\r\nlines\tand a tab', 'two lines and a tab'],
    ['right \u202e left', 'right ? left'],
    ['nul \u0000', 'nul ?'],
    ['zero\u200bwidth', 'zero?width'],
    ['lone \ud800', 'lone ?'],
    ['naïve 日本 😀', 'naïve 日本 😀'],
    ['  trimmed  ', 'trimmed'],
  ])('shows %j as %j', (text, expected) => {
    expect(oneLine(text, 100)).toBe(expected);
  });
});

describe('ascii', () => {
  it('replaces what a mail subject cannot hold, character by character', () => {
    expect(ascii('naïve 😀 – done', 100)).toBe('na?ve ? ? done');
  });
});

describe('shorten', () => {
  it('keeps the limit and never cuts a character in half', () => {
    expect(shorten('abcdef', 6)).toBe('abcdef');
    expect(shorten('abcdefg', 6)).toBe('abc...');
    expect(shorten('ab😀defg', 6)).toBe('ab...');
    expect(shorten('abcdef', 2)).toBe('..');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, lengthMax) => {
        const short = shorten(text, lengthMax);
        expect(short.length).toBeLessThanOrEqual(lengthMax);
        expect(short).not.toMatch(/\p{Cs}/u);
      }),
    );
  });
});

describe('shellWord', () => {
  it.each([
    ['auth-service', 'auth-service'],
    ['', "''"],
    ['$(id)', "'$(id)'"],
    ["it's", "'it'\\''s'"],
  ])('writes %j as %s', (text, expected) => {
    expect(shellWord(text)).toBe(expected);
  });

  it('is one argument to a real shell, whatever is in it', () => {
    const words = [
      ';id',
      '`id`',
      '$(id)',
      '|id',
      '&',
      '<a>',
      '"',
      "'",
      '\\',
      '*',
      '~',
      '!x',
      'a b',
      '-',
    ];
    const command = `printf '%s\\n' ${words.map(shellWord).join(' ')}`;
    expect(
      execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8' }).trimEnd().split('\n'),
    ).toEqual(words);
  });
});

describe('chatCode', () => {
  it('is one code span without a mention or a link, whatever is in it', () => {
    expect(chatCode('<!channel> `x` & y')).toBe("`&lt;!channel&gt; 'x' &amp; y`");
    fc.assert(
      fc.property(anyText, (text) => {
        const code = chatCode(text);
        expect(code.slice(1, -1)).not.toMatch(/[`<>]/);
        expect(code.startsWith('`') && code.endsWith('`')).toBe(true);
      }),
    );
  });
});

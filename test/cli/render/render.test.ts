import { describe, expect, it } from 'vitest';
import { hang } from '../../../cli/render/hang.ts';
import { paints, wantsColour } from '../../../cli/render/paint.ts';
import { safeText } from '../../../cli/render/safe-text.ts';
import { renderTable } from '../../../cli/render/table.ts';
import { wrap } from '../../../cli/render/wrap.ts';

describe('colour', () => {
  it('is wanted on a terminal unless NO_COLOR says something', () => {
    expect(wantsColour({ isTTY: true }, {})).toBe(true);
    expect(wantsColour({ isTTY: true }, { NO_COLOR: '' })).toBe(true);
    expect(wantsColour({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
    expect(wantsColour({}, {})).toBe(false);
  });
});

describe('a table', () => {
  it('lines columns up, numbers at the right, and counts no width for colours', () => {
    const { red } = paints(true);
    const rows = [
      [red('a'), '1', 'x'],
      ['long', '1000', 'y'],
    ];
    expect(renderTable(rows, { right: [1] })).toBe(`${red('a')}        1  x\nlong  1000  y\n`);
  });

  it('is nothing without rows', () => {
    expect(renderTable([])).toBe('');
  });
});

describe('text from elsewhere', () => {
  it('stays on its line and leaves the terminal alone', () => {
    expect(safeText('a\tb\u001b[31m\n\u202e\u200b')).toBe(
      'a  b\\u{1b}[31m\\u{a}\\u{202e}\\u{200b}',
    );
  });
});

describe('help', () => {
  it('goes on below where its explanation began', () => {
    const text = 'Usage: spillway up [--port P] [--once]\n  --port P  listen on this one\n\nShort.';
    expect(hang(text, 30).split('\n')).toEqual([
      'Usage: spillway up [--port P]',
      '                   [--once]',
      '  --port P  listen on this one',
      '',
      'Short.',
    ]);
    expect(hang('  --port P  listen on this one', 22)).toBe(
      '  --port P  listen on\n            this one',
    );
    expect(hang(text, 80)).toBe(text);
  });
});

describe('wrapped text', () => {
  it('breaks between words and never inside one', () => {
    expect(wrap('aa bb cc', 5)).toEqual(['aa bb', 'cc']);
    expect(wrap('aaaaaaaa b', 4)).toEqual(['aaaaaaaa', 'b']);
    expect(wrap('', 4)).toEqual(['']);
  });
});

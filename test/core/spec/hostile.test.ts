/** Files made to exhaust the reader: refused with few words, as often as they come. */
import { describe, expect, it } from 'vitest';
import { limits } from '../../../core/limits.ts';
import { readSpec } from '../../../core/spec/index.ts';

const size = limits.specBytesMax - 100;

function fill(piece: string): string {
  return piece.repeat(Math.floor(size / piece.length));
}

function codesOf(text: string): readonly string[] {
  return [...new Set(readSpec(text).problems.map(({ code }) => code))];
}

/** Levels of lists inside one mapping: the innermost stands that deep. */
function nested(depth: number): string {
  const lists = depth - 1;
  return `a: ${'['.repeat(lists)}${']'.repeat(lists)}`;
}

describe('deep nesting', () => {
  const steps = Array.from({ length: 300 }, (_, level) => `${' '.repeat(level)}a:`).join('\n');

  // Again and again: what once ended the process was compiled only when it was hot.
  it.each(['[', '{a: ', '- ', '? ', '[{a: ', ': '])(
    'of %j is refused before it is read',
    (piece) => {
      for (let time = 0; time < 20; time += 1) expect(codesOf(fill(piece))).toEqual(['E107']);
    },
  );

  it('by indentation is refused as well', () => {
    expect(codesOf(steps)).toEqual(['E107']);
  });

  it('is refused from one level beyond the limit on', () => {
    expect(codesOf(nested(limits.specDepthMax))).not.toContain('E107');
    expect(codesOf(nested(limits.specDepthMax + 2))).toEqual(['E107']);
  });
});

describe('a file full of mistakes', () => {
  const keys = Array.from({ length: 5000 }, (_, index) => `k${index}: x`).join('\n');

  it.each([
    ['unknown keys', keys],
    ['quotes', fill('"')],
    ['anchors', fill('&a ')],
    ['aliases', `a: &a x\nb: [${'*a, '.repeat(15_000)}]`],
    ['one long name', `service: ${'a'.repeat(size - 20)}`],
    ['one long number', `maxDuration: "${'9'.repeat(size - 20)}"`],
    ['one long address', `repository: ${'a.'.repeat(size / 2 - 20)}`],
    ['words that are almost a key', fill('environmens_')],
  ])('of %s gets an answer of bounded length', (_, text) => {
    const { spec, problems } = readSpec(text);
    expect(spec).toBeUndefined();
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(limits.problemsMax);
    expect(JSON.stringify(problems).length).toBeLessThan(150_000);
  });
});

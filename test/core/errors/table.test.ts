import { describe, expect, it } from 'vitest';
import { errorTable, isProblemCode, problemCodes } from '../../../core/errors/table.ts';

describe('the table of problem codes', () => {
  it('gives warnings a W and errors an E', () => {
    const wrong = problemCodes.filter(
      (code) => code.startsWith('W') !== (errorTable[code].severity === 'warning'),
    );
    expect(wrong).toEqual([]);
  });

  it('uses each number once', () => {
    const numbers = problemCodes.map((code) => code.slice(1));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it.each(problemCodes)('says of %s what, why, and what to do', (code) => {
    const { title, why, example, fix } = errorTable[code];
    for (const sentence of [why, fix]) expect(sentence).toMatch(/^[A-Z`"].*[.`]$/s);
    expect(title).not.toMatch(/\.$/);
    expect(example).not.toBe('');
  });

  it('knows its codes and no property of all objects', () => {
    expect(isProblemCode('E203')).toBe(true);
    expect(isProblemCode('E999')).toBe(false);
    expect(isProblemCode('toString')).toBe(false);
  });
});

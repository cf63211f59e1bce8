import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addNumbers,
  canonicalNumber,
  sortableNumber,
  subtractNumbers,
} from '../../../../twin/services/dynamodb/values/number.ts';

/** A decimal as an integer times a power of ten, and as text in one of its many forms. */
const decimal = fc
  .record({
    units: fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
    scale: fc.integer({ min: -12, max: 6 }),
  })
  .map(({ units, scale }) => ({ units, scale, text: `${units}e${scale}` }));

const LOWEST = -12;
const exact = ({ units, scale }: { units: bigint; scale: number }): bigint =>
  units * 10n ** BigInt(scale - LOWEST);
const textOf = (value: bigint): string => canonicalNumber(`${value}e${LOWEST}`);

describe('numbers', () => {
  test.each([
    ['1', '1'],
    ['+001.500', '1.5'],
    ['-0', '0'],
    ['1e3', '1000'],
    ['.5', '0.5'],
    ['123456789012345678901234567890.5', '123456789012345678901234567890.5'],
    ['1E-3', '0.001'],
  ])('%s is written as %s', (text, written) => {
    expect(canonicalNumber(text)).toBe(written);
  });

  test('keep their order as sortable text', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const [left, right] = [sortableNumber(a.text), sortableNumber(b.text)];
        const order = left < right ? -1 : Number(left > right);
        const expected = exact(a) < exact(b) ? -1 : Number(exact(a) > exact(b));
        expect(order).toBe(expected);
      }),
    );
  });

  test.each([
    ['-1.23', '-1.2'],
    ['-1.2', '-1'],
    ['-1', '0'],
    ['0', '0.001'],
    ['1.2', '1.23'],
    ['9', '10'],
    ['-10', '-9'],
  ])('%s sorts before %s', (smaller, larger) => {
    expect(sortableNumber(smaller) < sortableNumber(larger)).toBe(true);
  });

  test('add and subtract exactly', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        expect(addNumbers(a.text, b.text)).toBe(textOf(exact(a) + exact(b)));
        expect(subtractNumbers(a.text, b.text)).toBe(textOf(exact(a) - exact(b)));
      }),
    );
  });

  test('stay as they are once canonical', () => {
    fc.assert(
      fc.property(decimal, ({ text }) => {
        const once = canonicalNumber(text);
        expect(canonicalNumber(once)).toBe(once);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson, treeOf } from '../../../../twin/services/events/pattern/json-tree.ts';

describe('the tree of a value', () => {
  it('is what would be read in its JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // JSON has no negative zero.
        expect(treeOf(JSON.parse(JSON.stringify(value)))).toEqual(readJson(JSON.stringify(value)));
      }),
    );
  });

  it('is so for what JSON has no word for, too', () => {
    const value = {
      date: new Date(0),
      missing: undefined,
      infinite: Number.POSITIVE_INFINITY,
      list: [undefined, Number.NaN],
    };
    expect(treeOf(value)).toEqual(readJson(JSON.stringify(value)));
  });
});

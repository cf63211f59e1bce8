import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../../twin/services/events/pattern/compile.ts';
import { exactNumber, fieldsOf } from '../../../../twin/services/events/pattern/event-fields.ts';
import { readJson } from '../../../../twin/services/events/pattern/json-tree.ts';
import { matchesPattern } from '../../../../twin/services/events/pattern/matches.ts';
import { createRuleIndex } from '../../../../twin/services/events/pattern/rule-index.ts';

const matches = (pattern: object, event: object): boolean =>
  matchesPattern(
    compilePattern(JSON.stringify(pattern)),
    fieldsOf(readJson(JSON.stringify(event))),
  );

describe('a pattern', () => {
  it('matches every event of which it says the values', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const event = fc.dictionary(fc.string({ minLength: 1 }), leaf, { minKeys: 1 });
    fc.assert(
      fc.property(event, (values) => {
        const keys = Object.keys(values).filter((key) => key !== '$or');
        fc.pre(keys.length > 0);
        const pattern = Object.fromEntries(keys.map((key) => [key, [values[key]]]));
        expect(matches(pattern, values)).toBe(true);
        expect(matches({ ...pattern, 'not in it': ['x'] }, values)).toBe(false);
      }),
    );
  });

  it('takes the values of one array element together', () => {
    const pattern = { jobs: { name: ['build'], state: ['failed'] } };
    const job = (name: string, state: string) => ({ name, state });
    expect(matches(pattern, { jobs: [job('build', 'failed'), job('test', 'ok')] })).toBe(true);
    expect(matches(pattern, { jobs: [job('build', 'ok'), job('test', 'failed')] })).toBe(false);
  });

  it('gives up early where arrays cannot agree', () => {
    const element = (index: number) => ({ a: index, b: index + 1, c: index + 2 });
    const jobs = Array.from({ length: 200 }, (_, index) => element(index));
    const any = [{ exists: true }];
    expect(matches({ x: { a: any, b: any, c: ['never'] } }, { x: jobs })).toBe(false);
    expect(
      matches(
        { x: { a: [0], b: any }, y: { a: any }, z: { a: [7] } },
        { x: jobs, y: jobs, z: jobs },
      ),
    ).toBe(true);
  });

  it.each([
    ['*/a', 'x/a', true],
    ['a*', 'a', true],
    ['a*c', 'abbc', true],
    ['a*bc*d', 'abxbcd', true],
    ['a*c', 'acb', false],
    ['a\\*c', 'a*c', true],
    ['a\\*c', 'abc', false],
    ['*', '', true],
  ])('with the wildcard %s says of %s: %s', (wildcard, value, expected) => {
    expect(matches({ a: [{ wildcard }] }, { a: value })).toBe(expected);
  });

  it('agrees with a regular expression on wildcards', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    const short = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 2 });
    const pieces = fc.array(short, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(pieces, text, (parts, value) => {
        const wildcard = parts.join('*').replaceAll(/\*+/g, '*');
        const expected = new RegExp(`^${wildcard.replaceAll('*', '.*')}$`).test(value);
        expect(matches({ k: [{ wildcard }] }, { k: value })).toBe(expected);
      }),
    );
  });
});

describe('numbers', () => {
  it.each([
    ['300', 300],
    ['3.0e2', 300],
    ['0.1', 0.1],
    ['-0', 0],
    ['9007199254740993', undefined],
    ['0.1000000000000000000001', undefined],
    ['1e999', undefined],
  ])('%s means %s exactly', (digits, expected) => {
    expect(exactNumber(digits)).toBe(expected);
  });
});

describe('an index', () => {
  it('finds just the rules that match one by one', () => {
    const value = fc.constantFrom('a', 'b', 'c');
    const pattern = fc.record({
      source: fc.array(value, { minLength: 1, maxLength: 2 }),
      kind: fc.constantFrom(
        [{ exists: true }],
        [{ prefix: 'a' }],
        ['b'],
        [{ 'anything-but': 'c' }],
      ),
    });
    const event = fc.record({ source: value, kind: value });
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 20 }), event, (patterns, values) => {
        const index = createRuleIndex<number>();
        for (const [rule, each] of patterns.entries()) {
          index.add(compilePattern(JSON.stringify(each)), rule);
        }
        index.remove(0);
        const expected = patterns.flatMap((each, rule) =>
          rule > 0 && matches(each, values) ? [rule] : [],
        );
        const fields = fieldsOf(readJson(JSON.stringify(values)));
        expect(index.match(fields)).toEqual(expected);
        expect(index.couldMatch(fields)).toBe(expected.length > 0);
        const known = new Map([...fields].filter(([path]) => path === 'source'));
        if (expected.length > 0) expect(index.couldMatch(known)).toBe(true);
      }),
    );
  });
});

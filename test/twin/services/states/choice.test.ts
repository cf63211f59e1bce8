import { describe, expect, it } from 'vitest';
import { compileRule } from '../../../../twin/services/states/choice/rule.ts';
import { type Json, type JsonObject, payloadOf } from '../../../../twin/services/states/json.ts';

const holds = (rule: JsonObject, data: Json): boolean =>
  compileRule(rule)({ data: payloadOf(data), variables: new Map(), context: () => ({}) });

describe('choice rules', () => {
  // operator, operand, value, outcome
  it.each<[string, Json, Json, boolean]>([
    ['StringMatches', 'log-*.txt', 'log-2027.txt', true],
    ['StringMatches', 'log-*.txt', 'log-2027.csv', false],
    ['StringMatches', 'a\\*b', 'a*b', true],
    ['StringMatches', 'a\\*b', 'axb', false],
    ['StringMatches', 'a.b', 'axb', false],
    ['StringMatches', '*', 1, false],
    ['StringLessThan', 'b', 'a', true],
    ['NumericGreaterThanEquals', 3, 3, true],
    ['NumericEquals', 0, '0', false],
    ['NumericEquals', 1, true, false],
    ['BooleanEquals', true, 'true', false],
    ['IsNull', true, null, true],
    ['IsTimestamp', true, '2027-01-11T09:00:00Z', true],
    ['IsTimestamp', true, '2027-01-11 09:00:00Z', false],
    ['TimestampLessThan', '2027-01-11T10:00:00+01:00', '2027-01-11T08:59:59Z', true],
    ['TimestampEquals', '2027-01-11T10:00:00+01:00', '2027-01-11T09:00:00Z', true],
  ])('%s %j holds of %j: %s', (operator, operand, value, outcome) => {
    expect(holds({ Variable: '$.v', [operator]: operand, Next: 'N' }, { v: value })).toBe(outcome);
  });

  it('join with And, Or and Not', () => {
    const is = (value: number) => ({ Variable: '$', NumericEquals: value });
    expect(holds({ And: [is(1), { Not: is(2) }] }, 1)).toBe(true);
    expect(holds({ Or: [is(2), is(3)] }, 1)).toBe(false);
  });

  it('compare with what another path holds', () => {
    const rule = { Variable: '$.a', StringEqualsPath: '$.b' };
    expect(holds(rule, { a: 'x', b: 'x' })).toBe(true);
    expect(holds(rule, { a: 'x', b: 1 })).toBe(false);
  });

  it('ask whether there is anything, even null', () => {
    expect(holds({ Variable: '$.a', IsPresent: true }, { a: null })).toBe(true);
    expect(holds({ Variable: '$.a', IsPresent: false }, {})).toBe(true);
  });

  it('fail where their path leads nowhere', () => {
    expect(() => holds({ Variable: '$.a', NumericEquals: 1 }, {})).toThrow(
      "Invalid path '$.a': The choice state's condition path references an invalid value.",
    );
  });
});

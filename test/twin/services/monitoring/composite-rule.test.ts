import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import {
  evaluateRule,
  parseCompositeRule,
} from '../../../../twin/services/monitoring/alarms/composite-rule.ts';
import { ALARM_ARN } from './start-monitoring.ts';

describe('a rule', () => {
  const states: Readonly<Record<string, StateValue>> = {
    up: 'OK',
    down: 'ALARM',
    new: 'INSUFFICIENT_DATA',
    'two words': 'ALARM',
  };

  test.each([
    ['ALARM(down)', true],
    ['ALARM("down")', true],
    [`ALARM("${ALARM_ARN}down")`, true],
    ['ALARM("two words")', true],
    ['OK(down)', false],
    ['INSUFFICIENT_DATA(new)', true],
    ['ALARM(up) OR ALARM(down)', true],
    ['ALARM(down) AND NOT ALARM(up)', true],
    ['ALARM(down) OR ALARM(up) AND ALARM(up)', true],
    ['(ALARM(down) OR ALARM(up)) AND ALARM(up)', false],
    ['NOT (ALARM(down) OR ALARM(up))', false],
    ['TRUE', true],
    ['FALSE OR TRUE', true],
    ['not alarm(up)', true],
    ['AT_LEAST(1, ALARM, (up, down))', true],
    ['AT_LEAST(2, ALARM, (up, down))', false],
    ['AT_LEAST(50%, ALARM, ("up", "down"))', true],
    ['AT_LEAST(2, NOT OK, (down, new, up))', true],
    ['ALARM(gone)', false],
  ])('%s is %s', (text, holds) => {
    const { tree } = parseCompositeRule(text);
    expect(evaluateRule(tree, (name) => states[name])).toBe(holds);
  });

  test.each([
    'ALARM',
    'ALARM(',
    'ALARM()',
    'ALARM(a) ALARM(b)',
    'ALARM(a) XOR ALARM(b)',
    'AT_LEAST(3, ALARM, (a, b))',
    'AT_LEAST(0, ALARM, (a))',
    'AT_LEAST(many, ALARM, (a))',
    '"a',
    '',
  ])('is refused: %s', (text) => {
    expect(() => parseCompositeRule(text)).toThrow(/AlarmRule is not valid/);
  });

  test('names its children once each', () => {
    expect(parseCompositeRule('ALARM(a) OR OK(a) OR AT_LEAST(1, OK, (b, a))').children).toEqual([
      'a',
      'b',
    ]);
  });
});

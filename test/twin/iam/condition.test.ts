// Condition operators, one by one, present keys and absent ones.
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../../twin/iam/condition.ts';
import type { ConditionBlock } from '../../../twin/iam/document.ts';

const KEYS = new Map<string, readonly string[]>([
  ['aws:sourcearn', ['arn:aws:events:us-east-1:1:rule/pushes']],
  ['aws:sourceaccount', ['123']],
  ['aws:tagkeys', ['team', 'cost']],
  ['aws:securetransport', ['true']],
  ['aws:currenttime', ['2027-01-11T09:00:00.000Z']],
  ['s3:max-keys', ['10']],
  ['aws:principaltag/team', ['shop']],
]);

const holds = (block: ConditionBlock): boolean => compileCondition(block)?.(() => KEYS) ?? true;

describe('a condition', () => {
  it.each<[string, ConditionBlock, boolean]>([
    ['StringEquals holds', { StringEquals: { 'aws:SourceAccount': '123' } }, true],
    [
      'StringEquals takes any of its values',
      { StringEquals: { 'aws:SourceAccount': ['9', '123'] } },
      true,
    ],
    ['StringEquals has no wildcards', { StringEquals: { 'aws:SourceAccount': '12*' } }, false],
    ['StringLike has wildcards', { StringLike: { 'aws:SourceAccount': '1?3' } }, true],
    [
      'StringNotEquals must differ from all',
      { StringNotEquals: { 'aws:SourceAccount': ['9', '123'] } },
      false,
    ],
    ['StringEqualsIgnoreCase', { StringEqualsIgnoreCase: { 'aws:SecureTransport': 'TRUE' } }, true],
    ['Bool', { Bool: { 'aws:SecureTransport': false } }, false],
    [
      'ArnLike stays within segments',
      { ArnLike: { 'aws:SourceArn': 'arn:aws:*:rule/pushes' } },
      false,
    ],
    ['ArnLike', { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:1:rule/p*' } }, true],
    [
      'ArnEquals takes wildcards too',
      { ArnEquals: { 'aws:SourceArn': 'arn:aws:events:*:1:rule/*' } },
      true,
    ],
    ['NumericLessThan', { NumericLessThan: { 's3:max-keys': '9' } }, false],
    ['NumericLessThanEquals', { NumericLessThanEquals: { 's3:max-keys': 10 } }, true],
    ['DateGreaterThan', { DateGreaterThan: { 'aws:CurrentTime': '2027-01-11T08:59:59Z' } }, true],
    ['Null false asks for the key', { Null: { 'aws:SourceArn': 'false' } }, true],
    ['Null true asks for its absence', { Null: { 'aws:SourceArn': true } }, false],
    ['an absent key fails', { StringEquals: { 'aws:SourceVpc': 'x' } }, false],
    ['an absent key passes what is negated', { StringNotEquals: { 'aws:SourceVpc': 'x' } }, true],
    ['an absent key passes IfExists', { StringEqualsIfExists: { 'aws:SourceVpc': 'x' } }, true],
    ['a present key fails IfExists', { StringEqualsIfExists: { 'aws:SourceAccount': 'x' } }, false],
    ['ForAnyValue', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['team'] } }, true],
    ['ForAllValues', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } }, false],
    ['ForAllValues of nothing', { 'ForAllValues:StringEquals': { 'aws:Absent': ['x'] } }, true],
    ['ForAnyValue of nothing', { 'ForAnyValue:StringEquals': { 'aws:Absent': ['x'] } }, false],
    [
      'variables stand for keys',
      { StringEquals: { 'aws:PrincipalTag/team': '${aws:PrincipalTag/team}' } },
      true,
    ],
    [
      'all operators must hold',
      { Bool: { 'aws:SecureTransport': true }, StringEquals: { 'aws:SourceAccount': '9' } },
      false,
    ],
  ])('%s', (_name, block, expected) => {
    expect(holds(block)).toBe(expected);
  });

  it('refuses an operator that is not simulated', () => {
    expect(() => compileCondition({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })).toThrow(
      'condition operator IpAddress is not simulated',
    );
  });
});

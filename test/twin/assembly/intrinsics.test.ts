// Intrinsic functions, one row each.
import { describe, expect, it } from 'vitest';
import { evaluate, type Names, NO_VALUE } from '../../../twin/assembly/intrinsics.ts';

const names: Names = {
  ref: (name) => (name === 'AWS::NoValue' ? NO_VALUE : `ref:${name}`),
  attribute: (id, attribute) => `${id}/${attribute}`,
  condition: (name) => name === 'IsProduction',
  mapping: (map, top, second) => `${map}.${top}.${second}`,
  importValue: (name) => `import:${name}`,
  availabilityZones: (region) => [`${region || 'here'}a`, `${region || 'here'}b`],
};

describe('an intrinsic function', () => {
  it.each<[string, unknown, unknown]>([
    ['Ref', { Ref: 'Topic' }, 'ref:Topic'],
    ['Fn::GetAtt with a list', { 'Fn::GetAtt': ['Topic', 'Arn'] }, 'Topic/Arn'],
    ['Fn::GetAtt with dots', { 'Fn::GetAtt': 'Nested.Outputs.Url' }, 'Nested/Outputs.Url'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'B' }, 3]] }, 'a-ref:B-3'],
    ['Fn::Split and Fn::Select', { 'Fn::Select': ['1', { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
    ['Fn::Sub with names', { 'Fn::Sub': '${AWS::Region}/${A.Arn}' }, 'ref:AWS::Region/A/Arn'],
    ['Fn::Sub with variables', { 'Fn::Sub': ['${X}-${Y}', { X: { Ref: 'A' } }] }, 'ref:A-ref:Y'],
    ['Fn::Sub with a literal', { 'Fn::Sub': '${!Kept} ${A}' }, '${Kept} ref:A'],
    ['Fn::If, yes', { 'Fn::If': ['IsProduction', 1, 2] }, 1],
    ['Fn::If, no', { 'Fn::If': ['IsTest', 1, 2] }, 2],
    ['Fn::Equals', { 'Fn::Equals': ['true', true] }, true],
    ['Fn::And', { 'Fn::And': [{ Condition: 'IsProduction' }, { 'Fn::Equals': [1, 2] }] }, false],
    ['Fn::Or', { 'Fn::Or': [{ Condition: 'IsProduction' }, { 'Fn::Equals': [1, 2] }] }, true],
    ['Fn::Not', { 'Fn::Not': [{ Condition: 'IsProduction' }] }, false],
    ['Fn::ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': 'x-${A}' } }, 'import:x-ref:A'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Map', { Ref: 'A' }, 'k'] }, 'Map.ref:A.k'],
    ['Fn::GetAZs', { 'Fn::GetAZs': '' }, ['herea', 'hereb']],
    ['Fn::Base64', { 'Fn::Base64': 'shop' }, 'c2hvcA=='],
    [
      'Fn::Cidr',
      { 'Fn::Cidr': ['10.0.0.0/16', 3, 8] },
      ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24'],
    ],
    ['Fn::ToJsonString', { 'Fn::ToJsonString': { a: { Ref: 'B' } } }, '{"a":"ref:B"}'],
    ['Fn::Length', { 'Fn::Length': ['a', 'b'] }, 2],
    ['AWS::NoValue in an object', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
    ['AWS::NoValue in a list', ['a', { Ref: 'AWS::NoValue' }], ['a']],
    [
      'AWS::NoValue behind a condition',
      { b: { 'Fn::If': ['IsTest', 1, { Ref: 'AWS::NoValue' }] } },
      {},
    ],
    ['an object that only looks like one', { Ref: 'A', Other: 1 }, { Ref: 'A', Other: 1 }],
  ])('%s', (_name, written, expected) => {
    expect(evaluate(written, names)).toEqual(expected);
  });

  it.each([
    ['Fn::Transform is not simulated', { 'Fn::Transform': { Name: 'Include' } }],
    ['Fn::Select cannot select item 3', { 'Fn::Select': [3, ['a']] }],
    ['Fn::Join needs text, got {"a":1}', { 'Fn::Join': ['', [{ a: 1 }]] }],
    ['Fn::Cidr cannot cut 10.0.0.0/24 into 2 pieces', { 'Fn::Cidr': ['10.0.0.0/24', 2, 8] }],
  ])('refuses: %s', (message, written) => {
    expect(() => evaluate(written, names)).toThrow(message);
  });
});

// Creation order.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creationOrder } from '../../../twin/assembly/order.ts';

const resource = (extra: object = {}) => ({ Type: 'AWS::SNS::Topic', ...extra });

describe('the creation order', () => {
  it('keeps the order of the template where nothing depends', () => {
    expect(creationOrder({ B: resource(), A: resource() }, 't')).toEqual(['B', 'A']);
  });

  it.each([
    ['Ref', { Properties: { x: [{ Ref: 'B' }] } }],
    ['Fn::GetAtt', { Properties: { x: { 'Fn::GetAtt': ['B', 'Arn'] } } }],
    ['Fn::GetAtt as text', { Properties: { x: { 'Fn::GetAtt': 'B.Arn' } } }],
    ['Fn::Sub', { Properties: { x: { 'Fn::Sub': 'a ${B.Arn}' } } }],
    ['Fn::Sub with variables', { Properties: { x: { 'Fn::Sub': ['${v}', { v: { Ref: 'B' } }] } } }],
    ['DependsOn', { DependsOn: 'B' }],
    ['a list of DependsOn', { DependsOn: ['B'] }],
  ])('puts what %s names first', (_name, extra) => {
    expect(creationOrder({ A: resource(extra), B: resource() }, 't')).toEqual(['B', 'A']);
  });

  it('does not take an escaped substitution for a reference', () => {
    const escaped = resource({ Properties: { x: { 'Fn::Sub': 'a ${!B}' } } });
    expect(creationOrder({ A: escaped, B: resource() }, 't')).toEqual(['A', 'B']);
  });

  it('refuses a circle in the words of CloudFormation', () => {
    const circle = {
      A: resource({ DependsOn: 'B' }),
      B: resource({ DependsOn: 'A' }),
    };
    expect(() => creationOrder(circle, 't')).toThrow(
      't: Circular dependency between resources: [A, B]',
    );
  });

  it('puts every resource after all that it needs, whatever the template', () => {
    // Edges only point to larger numbers, so that there is no circle.
    const graph = fc.array(fc.array(fc.nat(20), { maxLength: 5 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(graph, (edges) => {
        const needs = edges.map((targets, from) =>
          targets.filter((to) => to > from && to < edges.length).map((to) => `R${to}`),
        );
        const resources = Object.fromEntries(
          needs.map((DependsOn, index) => [`R${index}`, resource({ DependsOn })]),
        );
        const order = creationOrder(resources, 't');
        expect([...order].sort()).toEqual(Object.keys(resources).sort());
        needs.forEach((targets, index) => {
          for (const target of targets) {
            expect(order.indexOf(target)).toBeLessThan(order.indexOf(`R${index}`));
          }
        });
      }),
    );
  });
});

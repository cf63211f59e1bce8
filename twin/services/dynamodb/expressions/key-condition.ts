// Key condition expressions: one partition, and perhaps a range within it.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { invalidParameters, validation } from '../errors.ts';
import type { KeySchema } from '../tables/table.ts';
import type { Comparator, Condition, Operand } from './condition-tree.ts';

export type RangeCondition =
  | { readonly kind: 'compare'; readonly comparator: Comparator; readonly value: AttributeValue }
  | { readonly kind: 'between'; readonly low: AttributeValue; readonly high: AttributeValue }
  | { readonly kind: 'beginsWith'; readonly prefix: AttributeValue };

export interface KeyCondition {
  readonly hash: AttributeValue;
  readonly range: RangeCondition | undefined;
}

const MIRRORED: Readonly<Record<Comparator, Comparator>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

export function keyConditionOf(condition: Condition, key: KeySchema): KeyCondition {
  const found = new Map<string, RangeCondition>();
  collect(condition, found);
  if (found.size > 2) throw validation('Conditions can be of length 1 or 2 only');
  const hash = found.get(key.hash.name);
  if (hash === undefined) throw missed(key.hash.name);
  if (hash.kind !== 'compare' || hash.comparator !== '=') {
    throw validation('Query key condition not supported');
  }
  checkType(hash, key.hash.type);
  if (found.size === 1) return { hash: hash.value, range: undefined };
  if (key.range === undefined) throw validation('Query key condition not supported');
  const range = found.get(key.range.name);
  if (range === undefined) throw missed(key.range.name);
  checkType(range, key.range.type);
  return { hash: hash.value, range };
}

function collect(condition: Condition, found: Map<string, RangeCondition>): void {
  if (condition.kind === 'and') {
    collect(condition.left, found);
    collect(condition.right, found);
    return;
  }
  const [name, range] = single(condition);
  if (found.has(name)) {
    throw validation('KeyConditionExpressions must only contain one condition per key');
  }
  found.set(name, range);
}

function single(condition: Condition): [string, RangeCondition] {
  switch (condition.kind) {
    case 'compare':
      return comparison(condition);
    case 'between': {
      const name = firstOperand(condition.operand, 'BETWEEN operator');
      return [
        name,
        { kind: 'between', low: constant(condition.low), high: constant(condition.high) },
      ];
    }
    case 'beginsWith': {
      const name = firstOperand(condition.left, 'begins_with operator');
      return [name, { kind: 'beginsWith', prefix: constant(condition.right) }];
    }
    case 'or':
    case 'not':
    case 'in':
      throw notAllowed(condition.kind.toUpperCase());
    case 'exists':
      throw notAllowed(condition.negated ? 'attribute_not_exists' : 'attribute_exists');
    case 'type':
      throw notAllowed('attribute_type');
    default:
      throw notAllowed(condition.kind);
  }
}

function comparison({
  comparator,
  left,
  right,
}: Extract<Condition, { kind: 'compare' }>): [string, RangeCondition] {
  if (comparator === '<>') throw notAllowed('<>');
  if (left.kind === 'path' && right.kind === 'path') {
    throw invalidCondition('Multiple attribute names used in one condition');
  }
  if (right.kind === 'path') {
    return [
      attribute(right),
      { kind: 'compare', comparator: MIRRORED[comparator], value: constant(left) },
    ];
  }
  if (left.kind === 'value') throw invalidCondition('No key attribute specified');
  return [attribute(left), { kind: 'compare', comparator, value: constant(right) }];
}

function firstOperand(operand: Operand, what: string): string {
  if (operand.kind === 'value') {
    throw invalidCondition(`${what} must have the key attribute as its first operand`);
  }
  return attribute(operand);
}

function attribute(operand: Operand): string {
  if (operand.kind !== 'path') {
    throw validation('KeyConditionExpressions cannot contain nested operations');
  }
  if (operand.path.length > 1) {
    throw validation('KeyConditionExpressions cannot have conditions on nested attributes');
  }
  return operand.path[0];
}

function constant(operand: Operand): AttributeValue {
  if (operand.kind === 'value') return operand.value;
  throw operand.kind === 'path'
    ? invalidCondition('Multiple attribute names used in one condition')
    : validation('KeyConditionExpressions cannot contain nested operations');
}

function checkType(condition: RangeCondition, type: 'S' | 'N' | 'B'): void {
  const values =
    condition.kind === 'between'
      ? [condition.low, condition.high]
      : [condition.kind === 'compare' ? condition.value : condition.prefix];
  if (values.some((value) => value[type] === undefined)) {
    throw invalidParameters('Condition parameter type does not match schema type');
  }
}

const missed = (name: string) => validation(`Query condition missed key schema element: ${name}`);

const notAllowed = (operator: string) =>
  validation(`Invalid operator used in KeyConditionExpression: ${operator}`);

const invalidCondition = (why: string) =>
  validation(`Invalid condition in KeyConditionExpression: ${why}`);

// What condition, filter and key condition expressions are made of.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { AttributeType } from '../values/attribute.ts';
import type { Path } from './paths.ts';

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'size'; readonly of: Operand };

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly operand: Condition }
  | {
      readonly kind: 'compare';
      readonly comparator: Comparator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | {
      readonly kind: 'between';
      readonly operand: Operand;
      readonly low: Operand;
      readonly high: Operand;
    }
  | { readonly kind: 'in'; readonly operand: Operand; readonly list: readonly Operand[] }
  | { readonly kind: 'exists'; readonly path: Path; readonly negated: boolean }
  | { readonly kind: 'type'; readonly operand: Operand; readonly type: AttributeType }
  | { readonly kind: 'beginsWith' | 'contains'; readonly left: Operand; readonly right: Operand };

/** The attributes at the top of all paths. */
export function attributesIn(condition: Condition): string[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...attributesIn(condition.left), ...attributesIn(condition.right)];
    case 'not':
      return attributesIn(condition.operand);
    case 'between':
      return [condition.operand, condition.low, condition.high].flatMap(attributesOf);
    case 'in':
      return [condition.operand, ...condition.list].flatMap(attributesOf);
    case 'exists':
      return [condition.path[0]];
    case 'type':
      return attributesOf(condition.operand);
    default:
      return [condition.left, condition.right].flatMap(attributesOf);
  }
}

function attributesOf(operand: Operand): string[] {
  if (operand.kind === 'value') return [];
  return operand.kind === 'size' ? attributesOf(operand.of) : [operand.path[0]];
}

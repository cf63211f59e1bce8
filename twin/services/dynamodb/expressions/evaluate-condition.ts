// Whether an item satisfies a condition.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../sdk.ts';
import { bytesText, compareValues, equalValues, typeOf } from '../values/attribute.ts';
import type { Comparator, Condition, Operand } from './condition-tree.ts';
import { valueAt } from './paths.ts';

type Resolved = AttributeValue | undefined;

export function satisfies(item: Item, condition: Condition): boolean {
  const resolve = (operand: Operand) => resolveOperand(item, operand);
  switch (condition.kind) {
    case 'and':
      return satisfies(item, condition.left) && satisfies(item, condition.right);
    case 'or':
      return satisfies(item, condition.left) || satisfies(item, condition.right);
    case 'not':
      return !satisfies(item, condition.operand);
    case 'compare':
      return compare(condition.comparator, resolve(condition.left), resolve(condition.right));
    case 'between': {
      const value = resolve(condition.operand);
      return (
        compare('>=', value, resolve(condition.low)) &&
        compare('<=', value, resolve(condition.high))
      );
    }
    case 'in': {
      const value = resolve(condition.operand);
      return condition.list.some((each) => compare('=', value, resolve(each)));
    }
    case 'exists':
      return (valueAt(item, condition.path) === undefined) === condition.negated;
    case 'type': {
      const value = resolve(condition.operand);
      return value !== undefined && typeOf(value) === condition.type;
    }
    case 'beginsWith':
      return beginsWith(resolve(condition.left), resolve(condition.right));
    case 'contains':
      return contains(resolve(condition.left), resolve(condition.right));
  }
}

export function compare(comparator: Comparator, left: Resolved, right: Resolved): boolean {
  if (left === undefined || right === undefined) {
    // A missing attribute differs from every value, and is otherwise not comparable.
    return comparator === '<>' && left !== right;
  }
  if (comparator === '=') return equalValues(left, right);
  if (comparator === '<>') return !equalValues(left, right);
  const order = compareValues(left, right);
  if (order === undefined) return false;
  if (comparator === '<') return order < 0;
  if (comparator === '<=') return order <= 0;
  return comparator === '>' ? order > 0 : order >= 0;
}

export function beginsWith(value: Resolved, prefix: Resolved): boolean {
  if (value?.S !== undefined && prefix?.S !== undefined) return value.S.startsWith(prefix.S);
  if (value?.B === undefined || prefix?.B === undefined) return false;
  return bytesText(value.B).startsWith(bytesText(prefix.B));
}

/** A part of a string or binary, or a member of a set or list. */
function contains(value: Resolved, wanted: Resolved): boolean {
  if (value === undefined || wanted === undefined) return false;
  if (value.L !== undefined) return value.L.some((member) => equalValues(member, wanted));
  if (wanted.S !== undefined) {
    return (value.S?.includes(wanted.S) ?? false) || (value.SS?.includes(wanted.S) ?? false);
  }
  if (wanted.N !== undefined) return value.NS?.includes(wanted.N) ?? false;
  if (wanted.B === undefined) return false;
  const bytes = bytesText(wanted.B);
  if (value.B !== undefined) return bytesText(value.B).includes(bytes);
  return value.BS?.some((member) => bytesText(member) === bytes) ?? false;
}

function resolveOperand(item: Item, operand: Operand): Resolved {
  switch (operand.kind) {
    case 'value':
      return operand.value;
    case 'path':
      return valueAt(item, operand.path);
    case 'size':
      return sizeOf(resolveOperand(item, operand.of));
  }
}

function sizeOf(value: Resolved): Resolved {
  if (value === undefined) return undefined;
  const members = value.SS ?? value.NS ?? value.BS ?? value.L;
  if (members !== undefined) return { N: String(members.length) };
  if (value.S !== undefined) return { N: String(Buffer.byteLength(value.S)) };
  if (value.B !== undefined) return { N: String(value.B.length) };
  return value.M === undefined ? undefined : { N: String(Object.keys(value.M).length) };
}

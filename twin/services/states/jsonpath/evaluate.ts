// Applies a path to data. A definite path gives its value or nothing; any other gives the list of what it matched.
import { deepEqual, isArray, isObject, type Json } from '../json.ts';
import type { Filter, Operand, Path, Step } from './path.ts';

/** Undefined where a definite path finds nothing. */
export function evaluateSteps(
  path: Pick<Path, 'steps' | 'definite'>,
  root: Json,
): Json | undefined {
  let found: readonly Json[] = [root];
  for (const step of path.steps) found = found.flatMap((item) => take(step, item, root));
  return path.definite ? found[0] : found;
}

function take(step: Step, item: Json, root: Json): readonly Json[] {
  switch (step.kind) {
    case 'member':
      return step.names.flatMap((name) => member(item, name));
    case 'index':
      return step.indices.flatMap((index) => element(item, index));
    case 'slice':
      return isArray(item) ? sliceOf(item, step) : [];
    case 'wildcard':
      return children(item);
    case 'descend':
      return descendants(item);
    case 'filter':
      return candidates(item).filter((child) => holds(step.filter, child, root));
    case 'function':
      return aggregate(step.name, item);
  }
}

function member(item: Json, name: string): readonly Json[] {
  if (!isObject(item) || !Object.hasOwn(item, name)) return [];
  const value = item[name];
  return value === undefined ? [] : [value];
}

function element(item: Json, index: number): readonly Json[] {
  const value = isArray(item) ? item.at(index) : undefined;
  return value === undefined ? [] : [value];
}

function sliceOf(items: readonly Json[], step: Extract<Step, { kind: 'slice' }>): readonly Json[] {
  const chosen = items.slice(step.from ?? 0, step.to ?? items.length);
  const stride = Math.max(1, step.step ?? 1);
  return chosen.filter((_, index) => index % stride === 0);
}

function children(item: Json): readonly Json[] {
  if (isArray(item)) return item;
  return isObject(item) ? Object.values(item) : [];
}

const candidates = (item: Json): readonly Json[] => (isArray(item) ? item : [item]);

function descendants(item: Json): readonly Json[] {
  return [item, ...children(item).flatMap(descendants)];
}

function holds(filter: Filter, item: Json, root: Json): boolean {
  switch (filter.kind) {
    case 'not':
      return !holds(filter.filter, item, root);
    case 'and':
      return filter.filters.every((part) => holds(part, item, root));
    case 'or':
      return filter.filters.some((part) => holds(part, item, root));
    case 'exists':
      return operandValue(filter.operand, item, root) !== undefined;
    case 'compare':
      return compare(filter, item, root);
  }
}

function compare(filter: Extract<Filter, { kind: 'compare' }>, item: Json, root: Json): boolean {
  const left = operandValue(filter.left, item, root);
  if (left === undefined) return filter.operator === '!=';
  if (filter.right.kind === 'pattern') {
    return typeof left === 'string' && filter.right.pattern.test(left);
  }
  const right = operandValue(filter.right, item, root);
  if (right === undefined) return false;
  switch (filter.operator) {
    case '==':
      return deepEqual(left, right);
    case '!=':
      return !deepEqual(left, right);
    case 'in':
      return isArray(right) && right.some((member) => deepEqual(member, left));
    case 'nin':
      return isArray(right) && !right.some((member) => deepEqual(member, left));
    case 'size':
      return isArray(left) && left.length === right;
    case 'empty':
      return (isArray(left) || typeof left === 'string') && (left.length === 0) === right;
    default:
      return ordered(filter.operator, left, right);
  }
}

function ordered(operator: string, left: Json, right: Json): boolean {
  const comparable =
    (typeof left === 'number' && typeof right === 'number') ||
    (typeof left === 'string' && typeof right === 'string');
  if (!comparable) return false;
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  if (operator === '>') return left > right;
  return left >= right;
}

function operandValue(operand: Operand, item: Json, root: Json): Json | undefined {
  if (operand.kind === 'literal') return operand.value;
  if (operand.kind === 'pattern') return undefined;
  let found: readonly Json[] = [operand.fromItem ? item : root];
  for (const step of operand.steps) found = found.flatMap((value) => take(step, value, root));
  return found[0];
}

function aggregate(name: string, item: Json): readonly Json[] {
  if (name === 'length' || name === 'size') {
    if (isArray(item) || typeof item === 'string') return [item.length];
    return isObject(item) ? [Object.keys(item).length] : [];
  }
  if (name === 'keys') return isObject(item) ? [Object.keys(item)] : [];
  const numbers = isArray(item) ? item.filter((value) => typeof value === 'number') : [];
  if (numbers.length === 0) return [];
  const sum = numbers.reduce((total, value) => total + value, 0);
  if (name === 'sum') return [sum];
  if (name === 'avg') return [sum / numbers.length];
  if (name === 'min') return [Math.min(...numbers)];
  return name === 'max' ? [Math.max(...numbers)] : [];
}

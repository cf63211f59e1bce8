// Parses condition, filter and key condition expressions.
import { ATTRIBUTE_TYPES, compareValues, typeOf } from '../values/attribute.ts';
import type { Bindings } from './bindings.ts';
import type { Comparator, Condition, Operand } from './condition-tree.ts';
import { type Path, parsePath, pathText } from './paths.ts';
import {
  type Cursor,
  expectEnd,
  expectSymbol,
  isWord,
  openCursor,
  peek,
  problem,
  syntaxError,
  takeSymbol,
  takeWord,
} from './tokens.ts';

interface Parser {
  readonly cursor: Cursor;
  readonly bindings: Bindings;
}

const COMPARATORS: readonly Comparator[] = ['=', '<>', '<', '<=', '>', '>='];
const OPERANDS: Readonly<Record<string, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};
const IN_MAX = 100;

export function parseCondition(
  expressionName: 'ConditionExpression' | 'FilterExpression' | 'KeyConditionExpression',
  expression: string,
  bindings: Bindings,
): Condition {
  const cursor = openCursor(expressionName, expression);
  const condition = disjunction({ cursor, bindings });
  expectEnd(cursor);
  return condition;
}

function disjunction(parser: Parser): Condition {
  let left = conjunction(parser);
  while (takeWord(parser.cursor, 'OR')) left = { kind: 'or', left, right: conjunction(parser) };
  return left;
}

function conjunction(parser: Parser): Condition {
  let left = negation(parser);
  while (takeWord(parser.cursor, 'AND')) left = { kind: 'and', left, right: negation(parser) };
  return left;
}

function negation(parser: Parser): Condition {
  return takeWord(parser.cursor, 'NOT')
    ? { kind: 'not', operand: negation(parser) }
    : primary(parser);
}

function primary(parser: Parser): Condition {
  const { cursor } = parser;
  if (peek(cursor).text === '(' && parenthesised(cursor)) {
    cursor.at += 1;
    if (peek(cursor).text === '(' && closesWith(cursor)) {
      throw problem(cursor, 'The expression has redundant parentheses;');
    }
    const inner = disjunction(parser);
    expectSymbol(cursor, ')');
    return inner;
  }
  return functionCondition(parser) ?? comparison(parser);
}

function comparison(parser: Parser): Condition {
  const { cursor } = parser;
  const left = operand(parser);
  const token = peek(cursor);
  const comparator = COMPARATORS.find((each) => token.kind === 'symbol' && each === token.text);
  if (comparator !== undefined) {
    cursor.at += 1;
    const right = operand(parser);
    checkDistinct(cursor, comparator, left, right);
    return { kind: 'compare', comparator, left, right };
  }
  if (takeWord(cursor, 'BETWEEN')) {
    const low = operand(parser);
    if (!takeWord(cursor, 'AND')) throw syntaxError(cursor);
    const high = operand(parser);
    checkBounds(cursor, low, high);
    return { kind: 'between', operand: left, low, high };
  }
  if (takeWord(cursor, 'IN')) return { kind: 'in', operand: left, list: operandList(parser) };
  throw syntaxError(cursor);
}

/** A function that is a condition by itself, if one comes next. */
function functionCondition(parser: Parser): Condition | undefined {
  const { cursor } = parser;
  const name = functionAhead(cursor);
  if (name === undefined || name === 'size') return undefined;
  cursor.at += 1;
  const args = operandList(parser);
  checkCount(cursor, name, args.length);
  const [first, second] = args;
  if (first === undefined) throw syntaxError(cursor);
  if (name === 'attribute_exists' || name === 'attribute_not_exists') {
    const path = pathOf(cursor, name, first);
    return { kind: 'exists', path, negated: name === 'attribute_not_exists' };
  }
  if (second === undefined) throw syntaxError(cursor);
  checkDistinct(cursor, name, first, second);
  if (name === 'attribute_type') return typeCondition(cursor, first, second);
  if (name === 'contains') return { kind: 'contains', left: first, right: second };
  checkPrefixes(cursor, [first, second]);
  return { kind: 'beginsWith', left: first, right: second };
}

function operandList(parser: Parser): Operand[] {
  const { cursor } = parser;
  expectSymbol(cursor, '(');
  const list = [operand(parser)];
  while (takeSymbol(cursor, ',')) list.push(operand(parser));
  expectSymbol(cursor, ')');
  if (list.length > IN_MAX) {
    throw problem(cursor, `Invalid number of operands for IN; number of operands: ${list.length}`);
  }
  return list;
}

function operand(parser: Parser): Operand {
  const { cursor, bindings } = parser;
  if (takeSymbol(cursor, '(')) {
    const inner = operand(parser);
    expectSymbol(cursor, ')');
    return inner;
  }
  const token = peek(cursor);
  if (token.kind === 'valueRef') {
    cursor.at += 1;
    return { kind: 'value', value: boundValue(cursor, bindings, token.text) };
  }
  const name = functionAhead(cursor);
  if (name === undefined) return { kind: 'path', path: parsePath(cursor, bindings) };
  if (name !== 'size') {
    throw problem(
      cursor,
      `The function is not allowed to be used this way in an expression; function: ${name}`,
    );
  }
  cursor.at += 1;
  const args = operandList(parser);
  checkCount(cursor, name, args.length);
  const [of] = args;
  if (of === undefined) throw syntaxError(cursor);
  checkSizable(cursor, of);
  return { kind: 'size', of };
}

export function boundValue(cursor: Cursor, bindings: Bindings, reference: string) {
  const value = bindings.value(reference);
  if (value !== undefined) return value;
  throw problem(
    cursor,
    `An expression attribute value used in expression is not defined; attribute value: ${reference}`,
  );
}

function functionAhead(cursor: Cursor): string | undefined {
  const token = peek(cursor);
  const isCall = token.kind === 'name' && peek(cursor, 1).text === '(';
  if (!isCall || isWord(token, 'NOT') || isWord(token, 'IN')) return undefined;
  if (OPERANDS[token.text] === undefined) {
    throw problem(cursor, `Invalid function name; function: ${token.text}`);
  }
  return token.text;
}

/** Whether the parenthesis that comes next encloses a condition rather than an operand. */
function parenthesised(cursor: Cursor): boolean {
  const after = cursor.tokens[closing(cursor) + 1];
  const continues =
    after !== undefined &&
    (COMPARATORS.some((each) => each === after.text) ||
      isWord(after, 'BETWEEN') ||
      isWord(after, 'IN'));
  return !continues;
}

/** Whether the parenthesis that comes next closes just before another closing one. */
const closesWith = (cursor: Cursor): boolean => cursor.tokens[closing(cursor) + 1]?.text === ')';

function closing(cursor: Cursor): number {
  let depth = 0;
  for (let index = cursor.at; index < cursor.tokens.length; index += 1) {
    const text = cursor.tokens[index]?.text;
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    if (depth === 0) return index;
  }
  return cursor.tokens.length;
}

function pathOf(cursor: Cursor, name: string, argument: Operand): Path {
  if (argument.kind === 'path') return argument.path;
  throw problem(
    cursor,
    `Operator or function requires a document path; operator or function: ${name}`,
  );
}

function checkCount(cursor: Cursor, name: string, count: number): void {
  if (OPERANDS[name] === count) return;
  throw problem(
    cursor,
    'Incorrect number of operands for operator or function; ' +
      `operator or function: ${name}, number of operands: ${count}`,
  );
}

function checkDistinct(cursor: Cursor, operator: string, left: Operand, right: Operand): void {
  if (left.kind !== 'path' || right.kind !== 'path') return;
  if (pathText(left.path) !== pathText(right.path)) return;
  throw problem(
    cursor,
    'The first operand must be distinct from the remaining operands for this operator or function; ' +
      `operator: ${operator}, first operand: ${pathText(left.path)}`,
  );
}

function checkBounds(cursor: Cursor, low: Operand, high: Operand): void {
  if (low.kind !== 'value' || high.kind !== 'value') return;
  const shown = (value: typeof low.value) => {
    const type = typeOf(value);
    return `AttributeValue: {${type}:${String(value[type])}}`;
  };
  const bounds = `lower bound operand: ${shown(low.value)}, upper bound operand: ${shown(high.value)}`;
  if (typeOf(low.value) !== typeOf(high.value)) {
    throw problem(
      cursor,
      `The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`,
    );
  }
  if ((compareValues(low.value, high.value) ?? 0) > 0) {
    throw problem(
      cursor,
      `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
    );
  }
}

function typeCondition(cursor: Cursor, operand: Operand, type: Operand): Condition {
  const text = type.kind === 'value' ? type.value.S : undefined;
  if (text === undefined) {
    const got = type.kind === 'value' ? typeOf(type.value) : '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}';
    throw wrongOperand(cursor, 'attribute_type', got);
  }
  const known = ATTRIBUTE_TYPES.find((each) => each === text);
  if (known !== undefined) return { kind: 'type', operand, type: known };
  throw problem(
    cursor,
    `Invalid attribute type name found; type: ${text}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`,
  );
}

function checkPrefixes(cursor: Cursor, operands: readonly Operand[]): void {
  for (const each of operands) {
    const type = each.kind === 'value' ? typeOf(each.value) : 'S';
    if (type !== 'S' && type !== 'B') throw wrongOperand(cursor, 'begins_with', type);
  }
}

function checkSizable(cursor: Cursor, of: Operand): void {
  const type = of.kind === 'value' ? typeOf(of.value) : 'S';
  if (['N', 'BOOL', 'NULL'].includes(type)) throw wrongOperand(cursor, 'size', type);
}

const wrongOperand = (cursor: Cursor, name: string, type: string) =>
  problem(
    cursor,
    'Incorrect operand type for operator or function; ' +
      `operator or function: ${name}, operand type: ${type}`,
  );

// Metric math expressions as trees, by precedence climbing.
import { validationError } from '../errors.ts';
import { FUNCTION_ARITY } from './function-names.ts';
import { type Token, tokenize } from './tokens.ts';

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'keyword'; readonly word: FillWord }
  | { readonly kind: 'negate'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

export type FillWord = 'REPEAT' | 'LINEAR';
export type BinaryOperator =
  | 'OR'
  | 'AND'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '^';

interface Cursor {
  readonly expression: string;
  readonly tokens: readonly Token[];
  at: number;
}

/** Loosest first. */
const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ['OR'],
  ['AND'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
];
const SPELLINGS: Readonly<Record<string, BinaryOperator>> = {
  '||': 'OR',
  '&&': 'AND',
  OR: 'OR',
  AND: 'AND',
};
const DEPTH_MAX = 50;

export function parseExpression(expression: string): Expression {
  const cursor: Cursor = { expression, tokens: tokenize(expression), at: 0 };
  const tree = binary(cursor, 0, 0);
  if (cursor.at < cursor.tokens.length) throw unexpected(cursor);
  return tree;
}

/** The ids of metrics and expressions that an expression names. */
export function idsIn(expression: Expression): string[] {
  switch (expression.kind) {
    case 'id':
      return [expression.id];
    case 'negate':
      return idsIn(expression.operand);
    case 'binary':
      return [...idsIn(expression.left), ...idsIn(expression.right)];
    case 'array':
      return expression.items.flatMap(idsIn);
    case 'call':
      return expression.args.flatMap(idsIn);
    default:
      return [];
  }
}

function binary(cursor: Cursor, level: number, depth: number): Expression {
  if (depth > DEPTH_MAX) throw problem(cursor, 'it is nested too deeply');
  const operators = LEVELS[level];
  if (operators === undefined) return unary(cursor, depth);
  let left = binary(cursor, level + 1, depth);
  for (;;) {
    const operator = peekOperator(cursor);
    if (operator === undefined || !operators.includes(operator)) return left;
    cursor.at += 1;
    left = { kind: 'binary', operator, left, right: binary(cursor, level + 1, depth) };
  }
}

function unary(cursor: Cursor, depth: number): Expression {
  if (take(cursor, '-')) return { kind: 'negate', operand: unary(cursor, depth + 1) };
  if (take(cursor, '+')) return unary(cursor, depth + 1);
  const base = primary(cursor, depth + 1);
  if (!take(cursor, '^')) return base;
  return { kind: 'binary', operator: '^', left: base, right: unary(cursor, depth + 1) };
}

function primary(cursor: Cursor, depth: number): Expression {
  const token = cursor.tokens[cursor.at];
  if (token === undefined) throw problem(cursor, 'it ends too early');
  cursor.at += 1;
  if (token.kind === 'number') return { kind: 'number', value: token.value };
  if (token.kind === 'string') return { kind: 'string', text: token.text };
  if (token.kind === 'name') return named(cursor, token.text, depth);
  if (token.text === '(') {
    const inner = binary(cursor, 0, depth);
    expect(cursor, ')');
    return inner;
  }
  if (token.text === '[') return { kind: 'array', items: list(cursor, ']', depth) };
  cursor.at -= 1;
  throw unexpected(cursor);
}

function named(cursor: Cursor, name: string, depth: number): Expression {
  if (take(cursor, '(')) {
    const args = list(cursor, ')', depth);
    const arity = FUNCTION_ARITY[name];
    if (arity === undefined) throw unknownFunction(cursor, name);
    const [least, most] = arity;
    if (args.length < least || args.length > most) {
      throw problem(cursor, `function ${name} does not take ${args.length} arguments`);
    }
    return { kind: 'call', name, args };
  }
  if (name === 'REPEAT' || name === 'LINEAR') return { kind: 'keyword', word: name };
  // Ids begin with a lowercase letter; anything else can only be a function without its arguments.
  if (!/^[a-z]/.test(name)) throw unknownFunction(cursor, name);
  return { kind: 'id', id: name };
}

function list(cursor: Cursor, close: string, depth: number): Expression[] {
  const items: Expression[] = [];
  if (take(cursor, close)) return items;
  do items.push(binary(cursor, 0, depth));
  while (take(cursor, ','));
  expect(cursor, close);
  return items;
}

function peekOperator(cursor: Cursor): BinaryOperator | undefined {
  const token = cursor.tokens[cursor.at];
  if (token === undefined || (token.kind !== 'operator' && token.kind !== 'name')) return undefined;
  const { text } = token;
  return SPELLINGS[text] ?? LEVELS.flat().find((operator) => operator === text);
}

function take(cursor: Cursor, operator: string): boolean {
  const token = cursor.tokens[cursor.at];
  if (token?.kind !== 'operator' || token.text !== operator) return false;
  cursor.at += 1;
  return true;
}

function expect(cursor: Cursor, operator: string): void {
  if (!take(cursor, operator)) throw problem(cursor, `'${operator}' is missing`);
}

const problem = (cursor: Cursor, what: string) =>
  validationError(`Error in expression '${cursor.expression}': ${what}`);

const unknownFunction = (cursor: Cursor, name: string) =>
  problem(cursor, `function ${name} is not supported`);

function unexpected(cursor: Cursor) {
  const token = cursor.tokens[cursor.at];
  const text = token?.kind === 'number' ? String(token.value) : (token?.text ?? 'end');
  return problem(cursor, `unexpected '${text}'`);
}

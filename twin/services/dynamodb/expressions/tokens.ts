// Splits DynamoDB expressions into words, and words its syntax errors.
import { validation } from '../errors.ts';

export interface Token {
  readonly kind: 'name' | 'nameRef' | 'valueRef' | 'number' | 'symbol' | 'end';
  readonly text: string;
  /** Where it ends in the expression. */
  readonly end: number;
}

export interface Cursor {
  /** `ConditionExpression` and the like, for messages. */
  readonly expressionName: string;
  readonly expression: string;
  readonly tokens: readonly Token[];
  at: number;
}

const PATTERN =
  /\s*(?:([A-Za-z_][A-Za-z0-9_]*)|(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|(\d+)|(<>|<=|>=|[=<>()[\].,+-]))/y;
const KINDS = ['name', 'nameRef', 'valueRef', 'number', 'symbol'] as const;
const END: Token = { kind: 'end', text: '<EOF>', end: Number.POSITIVE_INFINITY };
const LENGTH_MAX = 4_096;

export function openCursor(expressionName: string, expression: string): Cursor {
  const fail = (why: string) => validation(`Invalid ${expressionName}: ${why}`);
  if (expression.trim() === '') throw fail('The expression can not be empty;');
  if (Buffer.byteLength(expression) > LENGTH_MAX) {
    throw fail(
      `Expression size has exceeded the maximum allowed size; expression size: ${Buffer.byteLength(expression)}`,
    );
  }
  const tokens: Token[] = [];
  const pattern = new RegExp(PATTERN);
  const end = expression.trimEnd().length;
  while (pattern.lastIndex < end) {
    const rest = expression.slice(pattern.lastIndex).trimStart();
    const match = pattern.exec(expression);
    if (match === null) {
      const before = tokens.at(-1)?.text ?? '';
      throw fail(`Syntax error; token: "${rest.charAt(0)}", near: "${`${before} ${rest}`.trim()}"`);
    }
    const index = match.slice(1).findIndex((group) => group !== undefined);
    const text = match[index + 1] ?? '';
    tokens.push({ kind: KINDS[index] ?? 'symbol', text, end: pattern.lastIndex });
  }
  return { expressionName, expression, tokens, at: 0 };
}

export const peek = (cursor: Cursor, ahead = 0): Token => cursor.tokens[cursor.at + ahead] ?? END;

export function next(cursor: Cursor): Token {
  const token = peek(cursor);
  if (token.kind === 'end') throw syntaxError(cursor);
  cursor.at += 1;
  return token;
}

/** Takes a symbol if it comes next. */
export function takeSymbol(cursor: Cursor, symbol: string): boolean {
  const token = peek(cursor);
  if (token.kind !== 'symbol' || token.text !== symbol) return false;
  cursor.at += 1;
  return true;
}

/** Takes a keyword if it comes next, in any case. */
export function takeWord(cursor: Cursor, word: string): boolean {
  if (!isWord(peek(cursor), word)) return false;
  cursor.at += 1;
  return true;
}

export const isWord = (token: Token, word: string): boolean =>
  token.kind === 'name' && token.text.toUpperCase() === word;

export function expectSymbol(cursor: Cursor, symbol: string): void {
  if (!takeSymbol(cursor, symbol)) throw syntaxError(cursor);
}

export function expectEnd(cursor: Cursor): void {
  if (peek(cursor).kind !== 'end') throw syntaxError(cursor);
}

export const problem = (cursor: Cursor, why: string) =>
  validation(`Invalid ${cursor.expressionName}: ${why}`);

/** Shows the offending token between its neighbours, as they were written. */
export function syntaxError(cursor: Cursor) {
  const { at, expression, tokens } = cursor;
  const before = tokens[at - 1];
  const from = before === undefined ? 0 : before.end - before.text.length;
  const near = expression.slice(from, peek(cursor, 1).end).trim();
  return problem(cursor, `Syntax error; token: "${peek(cursor).text}", near: "${near}"`);
}

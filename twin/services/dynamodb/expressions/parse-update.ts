// Parses update expressions: SET, REMOVE, ADD and DELETE.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { typeOf } from '../values/attribute.ts';
import type { Bindings } from './bindings.ts';
import { boundValue } from './parse-condition.ts';
import { checkDisjoint, type Path, parsePath } from './paths.ts';
import {
  type Cursor,
  expectSymbol,
  isWord,
  openCursor,
  peek,
  problem,
  syntaxError,
  takeSymbol,
} from './tokens.ts';

export type UpdateOperand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'ifNotExists'; readonly path: Path; readonly otherwise: UpdateOperand }
  | {
      readonly kind: 'append' | 'plus' | 'minus';
      readonly left: UpdateOperand;
      readonly right: UpdateOperand;
    };

export interface Update {
  readonly sets: readonly { readonly path: Path; readonly operand: UpdateOperand }[];
  readonly removes: readonly Path[];
  readonly adds: readonly { readonly path: Path; readonly value: AttributeValue }[];
  readonly deletes: readonly { readonly path: Path; readonly value: AttributeValue }[];
  /** All paths, in the order of the expression. */
  readonly paths: readonly Path[];
}

interface Draft {
  readonly sets: Update['sets'][number][];
  readonly removes: Path[];
  readonly adds: Update['adds'][number][];
  readonly deletes: Update['deletes'][number][];
}

const SECTIONS = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;
type Section = (typeof SECTIONS)[number];

const TYPE_NAMES: Readonly<Record<string, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  NULL: 'NULL',
  BOOL: 'BOOLEAN',
  L: 'LIST',
  M: 'MAP',
};

export function parseUpdate(expression: string, bindings: Bindings): Update {
  const cursor = openCursor('UpdateExpression', expression);
  const draft: Draft = { sets: [], removes: [], adds: [], deletes: [] };
  const paths: Path[] = [];
  const seen = new Set<Section>();
  while (peek(cursor).kind !== 'end') {
    const section = SECTIONS.find((each) => isWord(peek(cursor), each));
    if (section === undefined) throw syntaxError(cursor);
    if (seen.has(section)) {
      throw problem(
        cursor,
        `The "${section}" section can only be used once in an update expression;`,
      );
    }
    seen.add(section);
    cursor.at += 1;
    do paths.push(action(section, draft, cursor, bindings));
    while (takeSymbol(cursor, ','));
  }
  checkDisjoint(cursor, paths);
  return { ...draft, paths };
}

/** Reads one action into the draft and gives its path. */
function action(section: Section, draft: Draft, cursor: Cursor, bindings: Bindings): Path {
  const path = parsePath(cursor, bindings);
  if (section === 'REMOVE') draft.removes.push(path);
  else if (section === 'SET') {
    expectSymbol(cursor, '=');
    draft.sets.push({ path, operand: sum(cursor, bindings) });
  } else {
    const value = argument(section, cursor, bindings);
    (section === 'ADD' ? draft.adds : draft.deletes).push({ path, value });
  }
  return path;
}

function argument(section: 'ADD' | 'DELETE', cursor: Cursor, bindings: Bindings): AttributeValue {
  const token = peek(cursor);
  if (token.kind !== 'valueRef') throw syntaxError(cursor);
  cursor.at += 1;
  const value = boundValue(cursor, bindings, token.text);
  const type = typeOf(value);
  const isSet = type === 'SS' || type === 'NS' || type === 'BS';
  if (isSet || (section === 'ADD' && type === 'N')) return value;
  throw problem(
    cursor,
    `Incorrect operand type for operator or function; operator: ${section}, ` +
      `operand type: ${TYPE_NAMES[type]}, typeSet: ALLOWED_FOR_${section}_OPERAND`,
  );
}

function sum(cursor: Cursor, bindings: Bindings): UpdateOperand {
  if (enclosesAll(cursor)) {
    expectSymbol(cursor, '(');
    const inner = sum(cursor, bindings);
    expectSymbol(cursor, ')');
    return inner;
  }
  const left = operand(cursor, bindings);
  const sign = takeSymbol(cursor, '+') ? '+' : takeSymbol(cursor, '-') ? '-' : undefined;
  if (sign === undefined) return left;
  const right = operand(cursor, bindings);
  for (const side of [left, right]) checkOperand(cursor, sign, side, 'N');
  return { kind: sign === '+' ? 'plus' : 'minus', left, right };
}

/** Whether a parenthesis that comes next encloses a sum and not only its first operand. */
function enclosesAll(cursor: Cursor): boolean {
  if (peek(cursor).text !== '(') return false;
  let depth = 0;
  for (let ahead = 0; peek(cursor, ahead).kind !== 'end'; ahead += 1) {
    const { text } = peek(cursor, ahead);
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    if (depth === 0) return !['+', '-'].includes(peek(cursor, ahead + 1).text);
  }
  return false;
}

function operand(cursor: Cursor, bindings: Bindings): UpdateOperand {
  if (takeSymbol(cursor, '(')) {
    const inner = operand(cursor, bindings);
    expectSymbol(cursor, ')');
    return inner;
  }
  const token = peek(cursor);
  if (token.kind === 'valueRef') {
    cursor.at += 1;
    return { kind: 'value', value: boundValue(cursor, bindings, token.text) };
  }
  if (token.kind === 'name' && peek(cursor, 1).text === '(') {
    return functionCall(token.text, cursor, bindings);
  }
  return { kind: 'path', path: parsePath(cursor, bindings) };
}

function functionCall(name: string, cursor: Cursor, bindings: Bindings): UpdateOperand {
  if (name !== 'if_not_exists' && name !== 'list_append') {
    throw problem(cursor, `Invalid function name; function: ${name}`);
  }
  cursor.at += 1;
  expectSymbol(cursor, '(');
  const args = [operand(cursor, bindings)];
  while (takeSymbol(cursor, ',')) args.push(operand(cursor, bindings));
  expectSymbol(cursor, ')');
  const [first, second] = args;
  if (first === undefined || second === undefined || args.length > 2) {
    throw problem(
      cursor,
      'Incorrect number of operands for operator or function; ' +
        `operator or function: ${name}, number of operands: ${args.length}`,
    );
  }
  if (name === 'list_append') {
    for (const side of [first, second]) checkOperand(cursor, name, side, 'L');
    return { kind: 'append', left: first, right: second };
  }
  if (first.kind === 'path') return { kind: 'ifNotExists', path: first.path, otherwise: second };
  throw problem(
    cursor,
    `Operator or function requires a document path; operator or function: ${name}`,
  );
}

function checkOperand(cursor: Cursor, name: string, side: UpdateOperand, wanted: 'N' | 'L'): void {
  if (side.kind !== 'value' || typeOf(side.value) === wanted) return;
  throw problem(
    cursor,
    'Incorrect operand type for operator or function; ' +
      `operator or function: ${name}, operand type: ${typeOf(side.value)}`,
  );
}

// The rule language of composite alarms: ALARM, OK and INSUFFICIENT_DATA of other alarms, joined by
// AND, OR, NOT and AT_LEAST.
import { validationError } from '../errors.ts';
import type { StateValue } from './decide.ts';

export type RuleNode =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'state'; readonly state: StateValue; readonly alarm: string }
  | { readonly kind: 'not'; readonly operand: RuleNode }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly RuleNode[] }
  | {
      readonly kind: 'atLeast';
      readonly threshold: number;
      readonly state: StateValue;
      readonly negated: boolean;
      readonly alarms: readonly string[];
    };

export interface CompositeRule {
  readonly text: string;
  readonly tree: RuleNode;
  /** Names of the alarms it refers to, each once, in order. */
  readonly children: readonly string[];
}

interface Cursor {
  readonly text: string;
  readonly tokens: readonly string[];
  at: number;
}

const LENGTH_MAX = 10_240;
const CHILDREN_MAX = 100;
const ELEMENTS_MAX = 500;
const TOKEN = /\s*("(?:[^"\\]|\\.)*"|[(),]|[^\s(),"]+)/y;

export function parseCompositeRule(text: string): CompositeRule {
  if (text.length > LENGTH_MAX) throw invalid(`it is longer than ${LENGTH_MAX} characters`);
  const cursor: Cursor = { text, tokens: tokenize(text), at: 0 };
  const tree = disjunction(cursor);
  if (cursor.at < cursor.tokens.length)
    throw invalid(`'${cursor.tokens[cursor.at]}' is unexpected`);
  const elements = cursor.tokens.filter((token) => token === '(' || /^(TRUE|FALSE)$/i.test(token));
  const children = [...new Set(alarmsIn(tree))];
  if (children.length > CHILDREN_MAX) throw invalid(`it names more than ${CHILDREN_MAX} alarms`);
  if (elements.length > ELEMENTS_MAX) throw invalid(`it has more than ${ELEMENTS_MAX} elements`);
  return { text, tree, children };
}

export function evaluateRule(
  node: RuleNode,
  stateOf: (alarm: string) => StateValue | undefined,
): boolean {
  switch (node.kind) {
    case 'constant':
      return node.value;
    case 'state':
      return stateOf(node.alarm) === node.state;
    case 'not':
      return !evaluateRule(node.operand, stateOf);
    case 'and':
      return node.operands.every((operand) => evaluateRule(operand, stateOf));
    case 'or':
      return node.operands.some((operand) => evaluateRule(operand, stateOf));
    case 'atLeast': {
      const hits = node.alarms.filter((name) => (stateOf(name) === node.state) !== node.negated);
      return hits.length >= node.threshold;
    }
  }
}

/** An alarm may be named by its name or its ARN. */
export const alarmNameOf = (reference: string): string => {
  const match = /^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(reference);
  return match?.[1] ?? reference;
};

function alarmsIn(node: RuleNode): string[] {
  switch (node.kind) {
    case 'constant':
      return [];
    case 'state':
      return [node.alarm];
    case 'not':
      return alarmsIn(node.operand);
    case 'atLeast':
      return [...node.alarms];
    default:
      return node.operands.flatMap(alarmsIn);
  }
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  const pattern = new RegExp(TOKEN);
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const [, token] = pattern.exec(text) ?? [];
    if (token === undefined) throw invalid('a quotation mark is not closed');
    tokens.push(token);
  }
  return tokens;
}

function disjunction(cursor: Cursor): RuleNode {
  const operands = [conjunction(cursor)];
  while (takeWord(cursor, 'OR')) operands.push(conjunction(cursor));
  return join('or', operands);
}

function conjunction(cursor: Cursor): RuleNode {
  const operands = [negation(cursor)];
  while (takeWord(cursor, 'AND')) operands.push(negation(cursor));
  return join('and', operands);
}

function negation(cursor: Cursor): RuleNode {
  return takeWord(cursor, 'NOT') ? { kind: 'not', operand: negation(cursor) } : element(cursor);
}

function element(cursor: Cursor): RuleNode {
  const token = next(cursor);
  if (token === '(') {
    const inner = disjunction(cursor);
    expect(cursor, ')');
    return inner;
  }
  const word = token.toUpperCase();
  if (word === 'TRUE' || word === 'FALSE') return { kind: 'constant', value: word === 'TRUE' };
  if (word === 'AT_LEAST') return atLeast(cursor);
  const state = asState(word);
  if (state === undefined) throw invalid(`'${token}' is not a function of alarm states`);
  expect(cursor, '(');
  const alarm = reference(cursor);
  expect(cursor, ')');
  return { kind: 'state', state, alarm };
}

/** AT_LEAST(2 | 50%, [NOT] STATE, (alarm, alarm, ...)) */
function atLeast(cursor: Cursor): RuleNode {
  expect(cursor, '(');
  const [, digits, percent] = /^"?(\d+)(%?)"?$/.exec(next(cursor)) ?? [];
  if (digits === undefined) throw invalid('AT_LEAST begins with a number or a percentage');
  expect(cursor, ',');
  const negated = takeWord(cursor, 'NOT');
  const state = asState(next(cursor).toUpperCase());
  if (state === undefined) throw invalid('AT_LEAST needs ALARM, OK or INSUFFICIENT_DATA');
  expect(cursor, ',');
  expect(cursor, '(');
  const alarms = [reference(cursor)];
  while (take(cursor, ',')) alarms.push(reference(cursor));
  expect(cursor, ')');
  expect(cursor, ')');
  const number = Number(digits);
  const threshold = percent === '%' ? Math.ceil((number / 100) * alarms.length) : number;
  if (number < 1 || threshold > alarms.length) {
    throw invalid(`AT_LEAST ${digits}${percent} cannot be reached by ${alarms.length} alarms`);
  }
  return { kind: 'atLeast', threshold, state, negated, alarms };
}

function reference(cursor: Cursor): string {
  const token = next(cursor);
  const quoted = /^"(.*)"$/s.exec(token)?.[1];
  const name = quoted?.replaceAll(/\\(.)/g, '$1') ?? token;
  if (name === '' || /^[(),]$/.test(token)) throw invalid('the name of an alarm is missing');
  return alarmNameOf(name);
}

const join = (kind: 'and' | 'or', operands: readonly RuleNode[]): RuleNode => {
  const [only] = operands;
  return operands.length === 1 && only !== undefined ? only : { kind, operands };
};

const asState = (word: string): StateValue | undefined =>
  word === 'ALARM' || word === 'OK' || word === 'INSUFFICIENT_DATA' ? word : undefined;

function next(cursor: Cursor): string {
  const token = cursor.tokens[cursor.at];
  if (token === undefined) throw invalid('it ends too early');
  cursor.at += 1;
  return token;
}

function take(cursor: Cursor, token: string): boolean {
  if (cursor.tokens[cursor.at] !== token) return false;
  cursor.at += 1;
  return true;
}

function takeWord(cursor: Cursor, word: string): boolean {
  if (cursor.tokens[cursor.at]?.toUpperCase() !== word) return false;
  cursor.at += 1;
  return true;
}

function expect(cursor: Cursor, token: string): void {
  const got = next(cursor);
  if (got !== token) throw invalid(`'${token}' is expected where '${got}' stands`);
}

const invalid = (why: string) => validationError(`AlarmRule is not valid: ${why}`);

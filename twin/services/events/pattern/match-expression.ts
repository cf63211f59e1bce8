// One element of a pattern's array: a plain value, or an object such as `{"prefix": "a"}`.
import { anythingBut } from './anything-but.ts';
import { cidr, sameAddress } from './cidr.ts';
import { fieldValue } from './event-fields.ts';
import { isArray, isObject, type JsonTree } from './json-tree.ts';
import { numeric } from './numeric.ts';
import {
  anything,
  equalsIgnoreCase,
  exactly,
  InvalidPattern,
  prefix,
  prefixIgnoreCase,
  suffix,
  suffixIgnoreCase,
  type ValueMatcher,
} from './value-matcher.ts';
import { wildcard } from './wildcard.ts';

/** `{"exists": false}` asks about the absence of a field: no value can tell. */
export const ABSENT = Symbol('absent');

type Operator = (operand: JsonTree) => ValueMatcher | typeof ABSENT;

const ONE_KEY = 'Only one key allowed in match expression';
const TOO_MANY = 'Too many elements in numeric expression';

const OPERATORS: Readonly<Record<string, Operator>> = {
  exactly: (operand) => exactly(fieldValue(text(operand, 'exact match pattern must be a string'))),
  prefix: (operand) => affix('prefix', operand, prefix, prefixIgnoreCase),
  suffix: (operand) => affix('suffix', operand, suffix, suffixIgnoreCase),
  numeric: (operand) => {
    if (!isArray(operand)) throw new InvalidPattern('Value of numeric must be an array.');
    return numeric(operand);
  },
  'anything-but': anythingBut,
  exists: (operand) => {
    if (typeof operand === 'boolean') return operand ? anything : ABSENT;
    throw new InvalidPattern('exists match pattern must be either true or false.');
  },
  // AWS's own message does say "prefix" here.
  cidr: (operand) => cidr(text(operand, 'prefix match pattern must be a string')),
  'equals-ignore-case': (operand) => ignoreCase(operand, equalsIgnoreCase),
  wildcard: (operand) => wildcard(text(operand, 'wildcard match pattern must be a string')),
};

const SAID_AS_NUMERIC: ReadonlySet<string> = new Set(['numeric', 'anything-but']);

export function matchExpression(tree: JsonTree): ValueMatcher | typeof ABSENT {
  if (isArray(tree)) {
    throw new InvalidPattern('Match value must be String, number, true, false, or null');
  }
  if (isObject(tree)) return operation(tree.members);
  const address = typeof tree === 'string' ? sameAddress(tree) : undefined;
  return address ?? exactly(fieldValue(tree));
}

function operation(
  members: readonly (readonly [string, JsonTree])[],
): ValueMatcher | typeof ABSENT {
  const [first, ...others] = members;
  if (first === undefined) throw new InvalidPattern('Match expression name not found');
  const [name, operand] = first;
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (operator === undefined) throw new InvalidPattern(`Unrecognized match type ${name}`);
  const matcher = operator(operand);
  if (others.length > 0) throw new InvalidPattern(SAID_AS_NUMERIC.has(name) ? TOO_MANY : ONE_KEY);
  return matcher;
}

function affix(
  name: 'prefix' | 'suffix',
  operand: JsonTree,
  plain: (text: string) => ValueMatcher,
  folded: (text: string) => ValueMatcher,
): ValueMatcher {
  if (!isObject(operand)) return plain(text(operand, `${name} match pattern must be a string`));
  const [first, ...others] = operand.members;
  if (first === undefined) {
    throw new InvalidPattern(
      `${name === 'prefix' ? 'Prefix' : 'Suffix'} expression name not found`,
    );
  }
  if (first[0] !== 'equals-ignore-case') {
    throw new InvalidPattern(`Unsupported ${name} pattern: ${first[0]}`);
  }
  const matcher = ignoreCase(first[1], folded);
  if (others.length > 0) throw new InvalidPattern(ONE_KEY);
  return matcher;
}

const ignoreCase = (operand: JsonTree, matcher: (text: string) => ValueMatcher): ValueMatcher =>
  matcher(text(operand, 'equals-ignore-case match pattern must be a string'));

function text(operand: JsonTree, complaint: string): string {
  if (typeof operand !== 'string') throw new InvalidPattern(complaint);
  return operand;
}

// `{"anything-but": ...}`: values, a list of values, or texts by prefix, suffix, wildcard or whatever their case.
import { exactNumber, fieldValue } from './event-fields.ts';
import { isArray, isNumber, isObject, type JsonTree } from './json-tree.ts';
import {
  equalsIgnoreCase,
  InvalidPattern,
  noKeyOf,
  noneOf,
  prefix,
  suffix,
  type ValueMatcher,
} from './value-matcher.ts';
import { wildcard } from './wildcard.ts';

interface Inner {
  readonly matcher: (text: string) => ValueMatcher;
  readonly complaint: string;
  readonly mayBeEmpty: boolean;
}

const AFFIX = { complaint: 'prefix/suffix match pattern must be a string', mayBeEmpty: false };

const INNER: Readonly<Record<string, Inner>> = {
  prefix: { matcher: prefix, ...AFFIX },
  suffix: { matcher: suffix, ...AFFIX },
  wildcard: {
    matcher: wildcard,
    complaint: 'wildcard match pattern must be a string',
    mayBeEmpty: true,
  },
  'equals-ignore-case': {
    matcher: equalsIgnoreCase,
    complaint:
      'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
    mayBeEmpty: true,
  },
};

const isValue = (tree: JsonTree): boolean => typeof tree === 'string' || isNumber(tree);

export function anythingBut(operand: JsonTree): ValueMatcher {
  if (isObject(operand)) return nested(operand.members);
  if (isArray(operand)) return list(operand);
  return list([valueOrList(operand)]);
}

function nested(members: readonly (readonly [string, JsonTree])[]): ValueMatcher {
  const [first, ...others] = members;
  if (first === undefined) throw new InvalidPattern('Anything-But expression name not found');
  const [name, operand] = first;
  const inner = Object.hasOwn(INNER, name) ? INNER[name] : undefined;
  if (inner === undefined) throw new InvalidPattern(`Unsupported anything-but pattern: ${name}`);
  const operands: readonly JsonTree[] = isArray(operand) ? operand : [valueOrList(operand)];
  const texts = operands.map((each) => innerText(inner, each));
  const matcher = noneOf(texts.map(inner.matcher));
  if (others.length > 0) throw new InvalidPattern('Too many elements in numeric expression');
  return matcher;
}

function valueOrList(operand: JsonTree): JsonTree {
  if (isValue(operand)) return operand;
  throw new InvalidPattern('Value of anything-but must be an array or single string/number value.');
}

function innerText(inner: Inner, operand: JsonTree): string {
  if (typeof operand !== 'string') throw new InvalidPattern(inner.complaint);
  if (operand === '' && !inner.mayBeEmpty)
    throw new InvalidPattern('Null prefix/suffix not allowed');
  return operand;
}

function list(values: readonly JsonTree[]): ValueMatcher {
  if (!values.every(isValue)) {
    throw new InvalidPattern('Inside anything but list, start|null|boolean is not supported.');
  }
  const numbers = values.filter(isNumber);
  if (values.length === 0 || (numbers.length > 0 && numbers.length < values.length)) {
    throw new InvalidPattern(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  }
  const vague = numbers.find(({ digits }) => exactNumber(digits) === undefined);
  if (vague !== undefined) throw new InvalidPattern(`Cannot compare number : ${vague.digits}`);
  return noKeyOf(
    values.flatMap((value) =>
      typeof value === 'string' || isNumber(value) ? [fieldValue(value).key] : [],
    ),
  );
}

// The Condition element: every operator and key must hold, any one of a key's values is enough.
import { type ConditionBlock, many } from './document.ts';
import { compilePattern, matchesArn } from './pattern.ts';
import type { RequestKeys } from './request.ts';

export type Condition = (keys: () => RequestKeys) => boolean;

type Comparison = (got: string, wanted: string, keys: () => RequestKeys) => boolean;

interface Operator {
  readonly compare: Comparison;
  readonly negated: boolean;
}

export function compileCondition(block: ConditionBlock | undefined): Condition | undefined {
  const tests = Object.entries(block ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) =>
      compileTest(operator, key.toLowerCase(), many(values).map(String)),
    ),
  );
  if (tests.length === 0) return undefined;
  return (keys) => tests.every((test) => test(keys));
}

function compileTest(written: string, key: string, wanted: readonly string[]): Condition {
  const [, quantifier, name = '', ifExists] =
    /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(written) ?? [];
  if (name === 'Null') {
    return (keys) => wanted.some((value) => value === String(!keys().has(key)));
  }
  const operator = OPERATORS[name];
  if (operator === undefined) throw new Error(`condition operator ${written} is not simulated`);
  const holds = (got: string, keys: () => RequestKeys) =>
    wanted.some((value) => operator.compare(got, value, keys)) !== operator.negated;
  return (keys) => {
    const got = keys().get(key) ?? [];
    if (got.length === 0) return absent(quantifier, operator, ifExists !== undefined);
    if (quantifier === 'ForAllValues' || (quantifier === undefined && operator.negated)) {
      return got.every((value) => holds(value, keys));
    }
    return got.some((value) => holds(value, keys));
  };
}

/** A key that the request does not have fails a test, unless the test is negated or says IfExists. */
function absent(quantifier: string | undefined, operator: Operator, ifExists: boolean): boolean {
  if (quantifier === 'ForAllValues') return true;
  if (quantifier === 'ForAnyValue') return ifExists;
  return ifExists || operator.negated;
}

const equals: Comparison = (got, wanted, keys) =>
  wanted.includes('${') ? compilePattern(wanted)(got, keys) : got === wanted;
const equalsIgnoringCase: Comparison = (got, wanted) => got.toLowerCase() === wanted.toLowerCase();
const like: Comparison = (got, wanted, keys) => compilePattern(wanted)(got, keys);
const arnLike: Comparison = (got, wanted, keys) => matchesArn(wanted, got, keys);

const numbers =
  (holds: (got: number, wanted: number) => boolean): Comparison =>
  (got, wanted) =>
    holds(Number(got), Number(wanted));

const dates =
  (holds: (got: number, wanted: number) => boolean): Comparison =>
  (got, wanted) =>
    holds(instant(got), instant(wanted));

/** ISO 8601, or seconds since the epoch. */
const instant = (text: string): number =>
  /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);

const is = (compare: Comparison): Operator => ({ compare, negated: false });
const isNot = (compare: Comparison): Operator => ({ compare, negated: true });

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: is(equals),
  StringNotEquals: isNot(equals),
  StringEqualsIgnoreCase: is(equalsIgnoringCase),
  StringNotEqualsIgnoreCase: isNot(equalsIgnoringCase),
  StringLike: is(like),
  StringNotLike: isNot(like),
  ArnEquals: is(arnLike),
  ArnLike: is(arnLike),
  ArnNotEquals: isNot(arnLike),
  ArnNotLike: isNot(arnLike),
  Bool: is(equalsIgnoringCase),
  NumericEquals: is(numbers((got, wanted) => got === wanted)),
  NumericNotEquals: isNot(numbers((got, wanted) => got === wanted)),
  NumericLessThan: is(numbers((got, wanted) => got < wanted)),
  NumericLessThanEquals: is(numbers((got, wanted) => got <= wanted)),
  NumericGreaterThan: is(numbers((got, wanted) => got > wanted)),
  NumericGreaterThanEquals: is(numbers((got, wanted) => got >= wanted)),
  DateEquals: is(dates((got, wanted) => got === wanted)),
  DateNotEquals: isNot(dates((got, wanted) => got === wanted)),
  DateLessThan: is(dates((got, wanted) => got < wanted)),
  DateLessThanEquals: is(dates((got, wanted) => got <= wanted)),
  DateGreaterThan: is(dates((got, wanted) => got > wanted)),
  DateGreaterThanEquals: is(dates((got, wanted) => got >= wanted)),
};

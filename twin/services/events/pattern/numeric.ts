// `{"numeric": [">", 0, "<=", 5]}`
import { exactNumber } from './event-fields.ts';
import { isArray, isNumber, isObject, type JsonTree } from './json-tree.ts';
import { InvalidPattern, type ValueMatcher } from './value-matcher.ts';

const LOWER: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};
const UPPER: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
};

export function numeric(terms: readonly JsonTree[]): ValueMatcher {
  const [operator, bound, ...rest] = terms;
  if (typeof operator !== 'string') {
    throw new InvalidPattern(`Invalid member in numeric match: ${written(operator, ']')}`);
  }
  const lower = LOWER[operator];
  if (lower !== undefined) return range(lower, readBound(operator, bound), rest);
  const single = operator === '=' ? equal : UPPER[operator];
  if (single === undefined) {
    throw new InvalidPattern(`Unrecognized numeric range operator: ${operator}`);
  }
  const limit = readBound(operator, bound);
  if (rest.length > 0) throw new InvalidPattern('Too many elements in numeric expression');
  return ofNumber((value) => single(value, limit));
}

function range(
  lower: (value: number, bound: number) => boolean,
  bottom: number,
  rest: readonly JsonTree[],
): ValueMatcher {
  const [operator, bound, ...more] = rest;
  if (operator === undefined) return ofNumber((value) => lower(value, bottom));
  if (typeof operator !== 'string') {
    throw new InvalidPattern(`Bad value in numeric range: ${written(operator, '')}`);
  }
  const upper = UPPER[operator];
  if (upper === undefined) throw new InvalidPattern(`Bad numeric range operator: ${operator}`);
  const top = readBound(operator, bound);
  if (more.length > 0) throw new InvalidPattern('Too many terms in numeric range expression');
  if (bottom >= top) throw new InvalidPattern('Bottom must be less than top');
  return ofNumber((value) => lower(value, bottom) && upper(value, top));
}

const equal = (value: number, bound: number): boolean => value === bound;

const ofNumber = (test: (value: number) => boolean): ValueMatcher => ({
  matches: ({ number }) => number !== undefined && test(number),
});

function readBound(operator: string, bound: JsonTree | undefined): number {
  const subject = operator === '=' ? 'equals' : operator;
  if (!isNumber(bound)) throw new InvalidPattern(`Value of ${subject} must be numeric`);
  const number = exactNumber(bound.digits);
  if (number === undefined) throw new InvalidPattern(`Cannot compare number : ${bound.digits}`);
  return number;
}

/** The token that AWS's parser would name: only the first of a nested value. */
function written(tree: JsonTree | undefined, missing: string): string {
  if (tree === undefined) return missing;
  if (isArray(tree)) return '[';
  if (isObject(tree)) return '{';
  return isNumber(tree) ? tree.digits : String(tree);
}

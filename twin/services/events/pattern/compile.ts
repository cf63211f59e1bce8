// Compiles a pattern to its alternatives: each is a list of paths and what their values must be like.
import { isArray, isObject, type JsonObject, type JsonTree, readJson } from './json-tree.ts';
import { ABSENT, matchExpression } from './match-expression.ts';
import { InvalidPattern, type ValueMatcher } from './value-matcher.ts';

export interface Requirement {
  readonly path: string;
  /** Any of these will do. */
  readonly present: readonly ValueMatcher[];
  /** So will the absence of the field. */
  readonly absent: boolean;
}

/** What an event must satisfy, all of it; sorted by path. */
export type Alternative = readonly Requirement[];

/** One of these must be satisfied: there are several where the pattern says `$or`. */
export type Pattern = readonly Alternative[];

type Draft = ReadonlyMap<string, readonly JsonTree[]>;

/** The documented bound on combinations of `$or`. */
const ALTERNATIVES_MAX = 1000;
const OR = '$or';

/** Names that AWS keeps for itself inside `$or`. */
const RESERVED: ReadonlySet<string> = new Set([
  ...['exactly', 'equals-ignore-case', 'prefix', 'suffix', 'anything-but', 'exists', 'wildcard'],
  ...['numeric', 'cidr', '=', '<', '<=', '>', '>=', 'regex'],
  ...['not-wildcard', 'not-equals-ignore-case', 'date-after', 'date-on-or-after', 'date-before'],
  ...['date-on-or-before', 'in-date-range', 'ip-address-in-range', 'ip-address-not-in-range'],
]);

/** Throws InvalidPattern with AWS's reason. */
export function compilePattern(text: string): Pattern {
  return compileTree(parse(text));
}

export function compileTree(tree: JsonTree): Pattern {
  if (!isObject(tree)) throw new InvalidPattern('Filter is not an object');
  const compiled = new Map<readonly JsonTree[], Omit<Requirement, 'path'>>();
  const matchers = (elements: readonly JsonTree[]) => {
    const known = compiled.get(elements) ?? compileElements(elements);
    compiled.set(elements, known);
    return known;
  };
  const check = (elements: readonly JsonTree[]) => void matchers(elements);
  const drafts = readObject(tree, '', [new Map()], { insideOr: false, check });
  return drafts.map((draft) =>
    [...draft]
      .map(([path, elements]) => ({ path, ...matchers(elements) }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  );
}

function parse(text: string): JsonTree {
  try {
    return readJson(text);
  } catch {
    // AWS repeats what its parser said, place included; nobody should depend on that.
    throw new InvalidPattern('Invalid JSON');
  }
}

interface Reading {
  readonly insideOr: boolean;
  /** Called for each array where it stands, so that the first mistake in the text is the one reported. */
  readonly check: (elements: readonly JsonTree[]) => void;
}

function readObject(
  { members }: JsonObject,
  path: string,
  drafts: readonly Draft[],
  reading: Reading,
): readonly Draft[] {
  if (members.length === 0) throw new InvalidPattern('Empty objects are not allowed');
  return members.reduce<readonly Draft[]>((soFar, [name, value]) => {
    if (name === OR) return readAlternatives(value, path, soFar, reading);
    if (reading.insideOr && RESERVED.has(name)) {
      throw new InvalidPattern(
        `${name} is Ruler reserved fieldName which cannot be used inside ${OR}.`,
      );
    }
    const inner = path === '' ? name : `${path}.${name}`;
    if (isObject(value)) return readObject(value, inner, soFar, reading);
    if (!isArray(value)) {
      throw new InvalidPattern(`"${name}" must be an object or an array`);
    }
    reading.check(value);
    // A path that is said twice means what was said last.
    return soFar.map((draft) => new Map([...draft, [inner, value]]));
  }, drafts);
}

function readAlternatives(
  value: JsonTree,
  path: string,
  drafts: readonly Draft[],
  reading: Reading,
): readonly Draft[] {
  if (!isArray(value)) {
    throw new InvalidPattern(`It must be an Array followed with ${OR}.`);
  }
  const alternatives = value.flatMap((each: JsonTree) => {
    if (!isObject(each)) {
      throw new InvalidPattern(`Only JSON object is allowed in array of ${OR} relationship.`);
    }
    return readObject(each, path, drafts, { ...reading, insideOr: true });
  });
  if (value.length < 2) {
    throw new InvalidPattern(`There must have at least 2 Objects in ${OR} relationship.`);
  }
  if (alternatives.length > ALTERNATIVES_MAX) {
    throw new InvalidPattern(`Rule is too complex - more than ${ALTERNATIVES_MAX} combinations`);
  }
  return alternatives;
}

function compileElements(elements: readonly JsonTree[]): Omit<Requirement, 'path'> {
  if (elements.length === 0) throw new InvalidPattern('Empty arrays are not allowed');
  const matchers = elements.map(matchExpression);
  return {
    present: matchers.filter((matcher): matcher is ValueMatcher => matcher !== ABSENT),
    absent: matchers.includes(ABSENT),
  };
}

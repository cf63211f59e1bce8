/** Ranges of versions that a service can talk to: `>=1.4.0 <3.0.0`, `^2.1.0`, `~2.1.0`, `2.x`. */
import { compareVersions, type Ordering, parseVersion, type Version } from './version.ts';

/** All comparators must hold. Alternatives (`||`) do not exist: a range is one stretch. */
export interface VersionRange {
  /** As it was written, for people. */
  readonly text: string;
  readonly comparators: readonly Comparator[];
}

export interface Comparator {
  readonly operator: '>=' | '>' | '<=' | '<' | '=';
  readonly version: Version;
}

const comparatorsMax = 8;
const rangeLengthMax = 128;

/** Undefined when the text is not a range. */
export function parseRange(text: string): VersionRange | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > rangeLengthMax) return undefined;
  const parts = trimmed.split(/\s+/);
  if (parts.length > comparatorsMax) return undefined;
  const comparators: Comparator[] = [];
  for (const part of parts) {
    const parsed = parsePart(part);
    if (parsed === undefined) return undefined;
    comparators.push(...parsed);
  }
  return { text: trimmed, comparators };
}

/**
 * A release candidate satisfies a range only where the range itself names one: nobody means
 * 2.0.0-rc.1 by `<2.0.0`, and nobody wants it by `>=1.0.0`.
 */
export function satisfies(version: Version, range: VersionRange): boolean {
  const named = range.comparators.some(({ version: bound }) => bound.prerelease.length > 0);
  if (version.prerelease.length > 0 && !named) return false;
  return range.comparators.every((comparator) => holds(version, comparator));
}

function holds(version: Version, { operator, version: bound }: Comparator): boolean {
  const ordering = compareVersions(version, bound);
  return orderings[operator].includes(ordering);
}

const orderings: Readonly<Record<Comparator['operator'], readonly Ordering[]>> = {
  '>=': [0, 1],
  '>': [1],
  '<=': [-1, 0],
  '<': [-1],
  '=': [0],
};

function parsePart(part: string): readonly Comparator[] | undefined {
  const wildcard = /^(\d+)(?:\.(\d+))?(?:\.[x*])$/.exec(part);
  if (wildcard !== null) return parseWildcard(wildcard[1] ?? '', wildcard[2]);
  const match = /^(>=|<=|>|<|=|\^|~)?(.+)$/.exec(part);
  const version = parseVersion(match?.[2] ?? '');
  if (version === undefined) return undefined;
  return expand(match?.[1] ?? '=', version);
}

function parseWildcard(
  major: string,
  minor: string | undefined,
): readonly Comparator[] | undefined {
  const low = parseVersion(`${major}.${minor ?? '0'}.0`);
  if (low === undefined) return undefined;
  return stretch(low, minor === undefined ? nextMajor(low) : nextMinor(low));
}

function expand(operator: string, version: Version): readonly Comparator[] | undefined {
  switch (operator) {
    case '^':
      return stretch(version, nextBreaking(version));
    case '~':
      return stretch(version, nextMinor(version));
    case '>=':
    case '>':
    case '<=':
    case '<':
    case '=':
      return [{ operator, version }];
    default:
      return undefined;
  }
}

function stretch(low: Version, high: Version): readonly Comparator[] {
  return [
    { operator: '>=', version: low },
    { operator: '<', version: high },
  ];
}

/** Before 1.0.0 every minor may break, and before 0.1.0 every patch. */
function nextBreaking(version: Version): Version {
  if (version.major > 0) return nextMajor(version);
  if (version.minor > 0) return nextMinor(version);
  return { ...zero, patch: version.patch + 1 };
}

function nextMajor(version: Version): Version {
  return { ...zero, major: version.major + 1 };
}

function nextMinor(version: Version): Version {
  return { ...zero, major: version.major, minor: version.minor + 1 };
}

const zero: Version = { major: 0, minor: 0, patch: 0, prerelease: [], build: '' };

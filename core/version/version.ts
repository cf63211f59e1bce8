/** Semantic versions (semver.org 2.0.0): reading, writing, and which of two is older. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** `rc.1` is `['rc', 1]`; empty for a release proper. */
  readonly prerelease: readonly (string | number)[];
  /** Build metadata; never decides which version is older. */
  readonly build: string;
}

export type Ordering = -1 | 0 | 1;

const versionPattern =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/;
const versionLengthMax = 128;

/** Strict: `1.2.3`, `1.2.3-rc.1+build.5`; no prefix, no blanks. Undefined for anything else. */
export function parseVersion(text: string): Version | undefined {
  if (text.length > versionLengthMax) return undefined;
  const match = versionPattern.exec(text);
  if (match === null) return undefined;
  const [major, minor, patch] = match.slice(1, 4).map(Number);
  if (!isSafe(major) || !isSafe(minor) || !isSafe(patch)) return undefined;
  const prerelease = parsePrerelease(match[4] ?? '');
  if (prerelease === undefined) return undefined;
  return { major, minor, patch, prerelease, build: match[5] ?? '' };
}

export function formatVersion(version: Version): string {
  const { major, minor, patch, prerelease, build } = version;
  const tail = prerelease.length > 0 ? `-${prerelease.join('.')}` : '';
  return `${major}.${minor}.${patch}${tail}${build === '' ? '' : `+${build}`}`;
}

/** -1: a is older than b. Precedence as semver.org section 11 has it. */
export function compareVersions(a: Version, b: Version): Ordering {
  return (
    compareNumbers(a.major, b.major) ||
    compareNumbers(a.minor, b.minor) ||
    compareNumbers(a.patch, b.patch) ||
    comparePrereleases(a.prerelease, b.prerelease)
  );
}

export function isOlder(a: Version, than: Version): boolean {
  return compareVersions(a, than) < 0;
}

function parsePrerelease(text: string): readonly (string | number)[] | undefined {
  if (text === '') return [];
  const identifiers = text.split('.').map((part) => (/^\d+$/.test(part) ? readNumber(part) : part));
  return identifiers.every((part) => part !== undefined) ? identifiers : undefined;
}

/** Numeric identifiers have no leading zero: `rc.01` and `rc.1` must not be two names of one. */
function readNumber(digits: string): number | undefined {
  const value = Number(digits);
  return isSafe(value) && String(value) === digits ? value : undefined;
}

function isSafe(value: number | undefined): value is number {
  return value !== undefined && Number.isSafeInteger(value);
}

function compareNumbers(a: number, b: number): Ordering {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function comparePrereleases(
  a: readonly (string | number)[],
  b: readonly (string | number)[],
): Ordering {
  // A release proper is newer than all of its release candidates.
  if (a.length === 0 || b.length === 0) return compareNumbers(b.length, a.length);
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const ordering = compareIdentifiers(a[index], b[index]);
    if (ordering !== 0) return ordering;
  }
  return 0;
}

function compareIdentifiers(
  a: string | number | undefined,
  b: string | number | undefined,
): Ordering {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b);
  if (typeof a === 'number') return -1;
  if (typeof b === 'number') return 1;
  return a < b ? -1 : 1;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareVersions,
  formatVersion,
  isOlder,
  parseVersion,
  type Version,
} from '../../../core/version/version.ts';

function version(text: string): Version {
  const parsed = parseVersion(text);
  if (parsed === undefined) throw new Error(`not a version: ${text}`);
  return parsed;
}

/** From the oldest to the newest, as semver.org section 11 orders them. */
const inOrder = [
  '0.0.1',
  '0.9.10',
  '1.0.0-0',
  '1.0.0-2',
  '1.0.0-10',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '1.0.1',
  '1.2.0',
  '1.10.0',
  '2.0.0',
];

const notVersions = [
  '',
  '1',
  '1.2',
  'v1.2.3',
  '1.2.3 ',
  ' 1.2.3',
  '01.2.3',
  '1.02.3',
  '1.2.3-',
  '1.2.3-rc.01',
  '1.2.3-rc..1',
  '1.2.3+',
  '1.2.3-ü',
  '1.2.3.4',
  'latest',
  '1.2.x',
  '-1.2.3',
  '99999999999999999999.0.0',
  `1.2.3-${'a'.repeat(130)}`,
];

const identifier = fc.oneof(fc.nat(), fc.stringMatching(/^[a-z][0-9a-z-]{0,5}$/));
const anyVersion: fc.Arbitrary<Version> = fc.record({
  major: fc.nat(),
  minor: fc.nat(),
  patch: fc.nat(),
  prerelease: fc.array(identifier, { maxLength: 3 }),
  build: fc.stringMatching(/^[0-9a-z]{0,8}$/),
});

describe('a version', () => {
  it.each(notVersions)('is not %j', (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });

  it('is written as it was read', () => {
    fc.assert(
      fc.property(anyVersion, (one) => {
        expect(version(formatVersion(one))).toEqual(one);
      }),
    );
  });
});

describe('the order of versions', () => {
  it('is that of semver.org', () => {
    for (const [left, a] of inOrder.entries()) {
      for (const [right, b] of inOrder.entries()) {
        expect(compareVersions(version(a), version(b)), `${a} and ${b}`).toBe(
          Math.sign(left - right),
        );
      }
    }
  });

  it('does not look at build metadata', () => {
    expect(compareVersions(version('1.0.0+1'), version('1.0.0+2'))).toBe(0);
  });

  it('is the same from both ends, and has no circles', () => {
    fc.assert(
      fc.property(anyVersion, anyVersion, anyVersion, (a, b, c) => {
        expect(compareVersions(a, b)).toBe(0 - compareVersions(b, a));
        if (isOlder(a, b) && isOlder(b, c)) expect(isOlder(a, c)).toBe(true);
      }),
    );
  });
});

/** The small parts that reading is made of: durations, suggestions, traps, hygiene, paths, zones. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../../core/spec/duration.ts';
import { findForeignLetters, findUnseenCharacter } from '../../../core/spec/hygiene.ts';
import { formatPath, isWithin } from '../../../core/spec/path.ts';
import { suggest } from '../../../core/spec/suggest.ts';
import { findYamlTrap } from '../../../core/spec/yaml-traps.ts';
import { findSkippedHour, isZone } from '../../../core/spec/zone.ts';

describe('a duration', () => {
  const rows: readonly (readonly [string, number])[] = [
    ['30s', 30],
    ['15m', 900],
    ['1h30m', 5400],
    ['2d', 172_800],
    ['1d1h1m1s', 90_061],
    ['PT5M', 300],
    ['PT1H30M', 5400],
    ['P1D', 86_400],
    ['P1DT12H', 129_600],
    ['0s', 0],
  ];

  it.each(rows)('%s is %i seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each([
    '',
    '5',
    '5 m',
    '5 min',
    '1h30',
    '-5m',
    '30m1h',
    '1.5h',
    'P',
    'PT',
    'P1W',
    'P1M',
    'PT1H30',
    '5M',
    'm',
    '1h 30m',
    '9'.repeat(9),
  ])('is not %j', (text) => expect(parseDuration(text)).toBeUndefined());

  it('is read as it was written, to the second', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10_000_000 }), (seconds) => {
        expect(parseDuration(formatDuration(seconds))).toBe(seconds);
      }),
    );
  });
});

describe('a suggestion', () => {
  const keys = ['phases', 'strategy', 'environments', 'minRequests', 'gates', 'name'];
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['phase', 'phases'],
    ['phsaes', 'phases'],
    ['Strategy', 'strategy'],
    ['min_requests', 'minRequests'],
    ['enviroments', 'environments'],
    ['notes', undefined],
    ['gate', 'gates'],
    ['', undefined],
    ['x', undefined],
    ['completelyDifferent', undefined],
    ['nam', 'name'],
  ];

  it.each(rows)('for %j is %j', (word, nearest) => {
    expect(suggest(word, keys)).toBe(nearest);
  });

  it('is the word itself when that is among the candidates', () => {
    for (const key of keys) expect(suggest(key, keys)).toBe(key);
  });
});

describe('an unquoted word', () => {
  it.each([
    'no',
    'Yes',
    'ON',
    'off',
    'y',
    'N',
    'True',
    '010',
    '0o17',
    '0x1F',
    '0b1',
    '12:30',
    '1:2:3',
    '1e3',
    '1.5E-3',
    '1_000',
    '2027-03-28',
    '2027-03-28T10:00:00Z',
  ])('%s is read differently by different readers', (word) =>
    expect(findYamlTrap(word)).toMatchObject({ got: word }),
  );

  it.each([
    'true',
    'false',
    'null',
    '10',
    '-1',
    '0',
    '1.5',
    'v1.2.3',
    '15m',
    'nobody',
    'https://a:80',
    'a:1',
  ])('%s is read alike by all', (word) => expect(findYamlTrap(word)).toBeUndefined());
});

describe('text', () => {
  it.each([
    ['a\u202eb', 'U+202E (right-to-left override)'],
    ['a\u0000', 'U+0000 (NUL)'],
    ['\u0007', 'U+0007 (control character)'],
    ['\ud800', 'U+D800 (half of a surrogate pair)'],
    ['\u{1f600}', 'U+1F600 (emoji)'],
    ['\ue000', 'U+E000 (private use character)'],
    ['\u{e0041}', 'U+E0041 (invisible character)'],
  ])('%j is refused for %s', (text, name) => {
    expect(findUnseenCharacter(text)?.name).toBe(name);
  });

  it('may be in any language, with line breaks and tabs', () => {
    expect(findUnseenCharacter('Größe, größer\n\tпривет 你好 ελ — „so“ ©')).toBeUndefined();
  });

  it('shows the alphabet and the letters that only look Latin', () => {
    expect(findForeignLetters('раy')).toEqual({
      alphabet: 'Cyrillic',
      letters: ['U+0440', 'U+0430'],
    });
    expect(findForeignLetters('αb').alphabet).toBe('Greek');
    expect(findForeignLetters('ü').alphabet).toBe('accented or full-width');
  });
});

describe('a path', () => {
  it('quotes what is not a plain key', () => {
    expect(formatPath(['environments', 1, 'a b', 'x'])).toBe('$.environments[1]["a b"].x');
  });

  it('is within itself and what is above it', () => {
    expect(isWithin(['a', 1, 'b'], ['a', 1])).toBe(true);
    expect(isWithin(['a', 1], ['a', 1])).toBe(true);
    expect(isWithin(['a'], ['a', 1])).toBe(false);
    expect(isWithin(['a', 10], ['a', 1])).toBe(false);
  });
});

describe('a time zone', () => {
  it('is a name of the list, not an offset', () => {
    expect(['UTC', 'Europe/Berlin', 'America/New_York'].filter((zone) => !isZone(zone))).toEqual(
      [],
    );
    expect(['', '+02:00', 'Europe/Berln', 'Mars/Base', '../etc'].filter(isZone)).toEqual([]);
  });

  const nowMs = Date.UTC(2026, 10, 20);

  it('skips an hour in spring, on the days that a window has', () => {
    const window = { zone: 'Europe/Berlin', minutes: 150, nowMs };
    expect(findSkippedHour({ ...window, days: ['sun'] })).toEqual({
      date: '2027-03-28',
      nextMinutes: 180,
    });
    expect(findSkippedHour({ ...window, days: ['mon', 'sat'] })).toBeUndefined();
    expect(findSkippedHour({ ...window, days: ['sun'], minutes: 180 })).toBeUndefined();
    expect(findSkippedHour({ ...window, days: ['sun'], minutes: 119 })).toBeUndefined();
  });

  it('skips none where clocks never change, nor in autumn', () => {
    expect(findSkippedHour({ zone: 'UTC', days: ['sun'], minutes: 150, nowMs })).toBeUndefined();
    const afterSpring = Date.UTC(2027, 3, 1);
    const autumn = {
      zone: 'America/New_York',
      days: ['sun'] as const,
      minutes: 90,
      nowMs: afterSpring,
    };
    expect(findSkippedHour(autumn)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import {
  answerAt,
  type Behaviour,
  conductOf,
  outOfMemoryAfterSeconds,
  wellBehaved,
} from '../../../twin/users/behaviour.ts';
import { rateAt } from '../../../twin/users/rate.ts';
import { changeBehaviour, createBehaviourLookup } from '../../../twin/users/versions.ts';
import { matchesPattern } from '../../../twin/users/wildcard.ts';

const at = (behaviour: Partial<Behaviour>, ageSeconds = 3600, requestsPerSecond = 0) =>
  conductOf({ ...wellBehaved, ...behaviour }, { ageSeconds, requestsPerSecond });

describe('conduct', () => {
  it.each<[string, Partial<Behaviour>, number, number, number]>([
    ['of a good version is good', {}, 60, 0, 0],
    ['while it warms up is mute', { warmUpSeconds: 30 }, 29, 0, 1],
    ['after it warmed up is good', { warmUpSeconds: 30 }, 30, 0, 0],
    ['of one that never gets healthy is mute', { neverHealthy: true }, 9999, 0, 1],
    [
      'above its load is bad',
      { overload: { aboveRequestsPerSecond: 5, errorRate: 0.3 } },
      60,
      6,
      0.3,
    ],
    [
      'below its load is good',
      { overload: { aboveRequestsPerSecond: 5, errorRate: 0.3 } },
      60,
      5,
      0,
    ],
    ['before the slow burn is good', { slowBurn: { afterMinutes: 2, errorRate: 0.2 } }, 119, 0, 0],
    ['after it is bad', { slowBurn: { afterMinutes: 2, errorRate: 0.2 } }, 120, 0, 0.2],
  ])('%s', (_, behaviour, age, load, errorRate) => {
    expect(at(behaviour, age, load).errorRate).toBe(errorRate);
  });

  it('uses more CPU with more to do, and never more than all of it', () => {
    const behaviour = { cpuPercent: 10, cpuPercentPerRequest: 2 };
    expect(at(behaviour, 60, 20).cpuPercent).toBe(50);
    expect(at(behaviour, 60, 200).cpuPercent).toBe(100);
  });

  it('leaks until nothing is left', () => {
    const behaviour = { ...wellBehaved, memoryPercent: 40, memoryLeakPercentPerMinute: 6 };
    expect(at(behaviour, 300).memoryPercent).toBe(70);
    expect(outOfMemoryAfterSeconds(behaviour)).toBe(600);
    expect(outOfMemoryAfterSeconds(wellBehaved)).toBeUndefined();
  });

  it('answers a path of its own as it says', () => {
    const conduct = at({ paths: [{ path: '/smoke/*', status: 418 }] });
    expect(answerAt(conduct, '/smoke/a?b=c').status).toBe(418);
    expect(answerAt(conduct, '/').status).toBe(200);
  });
});

describe('a behaviour lookup', () => {
  const image = {
    repositoryName: 'shop',
    digest: 'sha256:1',
    tags: ['1.3.0', 'latest'],
    labels: { team: 'a' },
    architecture: 'amd64',
  };
  const version = (selector: object) => [{ image: selector, behaviour: { errorRate: 0.5 } }];

  it.each([
    [{ tag: '1.3.*' }, true],
    [{ tag: '1.4.*' }, false],
    [{ repository: 'sh*', tag: 'latest' }, true],
    [{ repository: 'other', tag: 'latest' }, false],
    [{ digest: 'sha256:1' }, true],
    [{ labels: { team: 'a' } }, true],
    [{ labels: { team: 'b' } }, false],
    [{}, true],
  ])('finds by %j: %s', (selector, found) => {
    expect(createBehaviourLookup(version(selector))(image).errorRate).toBe(found ? 0.5 : 0);
  });

  it('changes only what is said', () => {
    const before = createBehaviourLookup(version({}));
    const after = changeBehaviour(before, { image: {}, behaviour: { cpuPercent: 90 } });
    expect(after(image)).toMatchObject({ errorRate: 0.5, cpuPercent: 90 });
  });
});

describe('a rate', () => {
  const HOUR = 3_600_000;
  const rate = { requestsPerSecond: 100, daily: undefined, bursts: undefined };

  it('follows the day', () => {
    const daily = { peakHour: 18, lowShare: 0.2 };
    expect(rateAt({ ...rate, daily }, 18 * HOUR)).toBeCloseTo(100);
    expect(rateAt({ ...rate, daily }, 6 * HOUR)).toBeCloseTo(20);
  });

  it('bursts', () => {
    const bursts = { everySeconds: 600, lastingSeconds: 60, factor: 3 };
    expect(rateAt({ ...rate, bursts }, 59_000)).toBe(300);
    expect(rateAt({ ...rate, bursts }, 60_000)).toBe(100);
    expect(rateAt({ ...rate, bursts }, 601_000)).toBe(300);
  });
});

describe('a pattern', () => {
  it.each([
    ['*', '', true],
    ['a*c', 'abbc', true],
    ['a*c', 'abbd', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['*.*.x', '1.2.3.x', true],
    ['', 'a', false],
  ])('%j matches %j: %s', (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected);
  });

  it('is quick, however many stars it has', () => {
    expect(matchesPattern(`${'*a'.repeat(50)}b`, 'a'.repeat(5000))).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { emptyLane } from '../../../core/lane/lane.ts';
import { ruleOnService, type ServiceScene } from '../../../core/operate/rule-on-service.ts';
import { digest } from '../builders.ts';

const version = (letter: string, quarantined = false) => ({
  releaseId: `auth-service-${letter}`,
  digest: digest(letter),
  version: `v1.${letter}.0`,
  quarantined,
});

function aScene(over: Partial<ServiceScene> = {}): ServiceScene {
  return {
    service: 'auth-service',
    environment: 'production',
    digest: digest('c'),
    stable: version('c'),
    history: [version('b'), version('a')],
    lane: emptyLane,
    ...over,
  };
}

describe('ruleOnService', () => {
  it.each<[string, Partial<ServiceScene>, object]>([
    ['the version before', {}, { kind: 'release-again', digest: digest('b') }],
    ['what it takes the place of', {}, { kind: 'release-again', rollbackOf: 'auth-service-c' }],
    [
      'an older one where that is barred',
      { history: [version('b', true), version('a')] },
      { kind: 'release-again', digest: digest('a') },
    ],
    [
      'an older one where the same image was promoted twice',
      { history: [version('c'), version('a')] },
      { kind: 'release-again', digest: digest('a') },
    ],
    [
      'no version where none is good',
      { history: [version('b', true)] },
      { status: 409, code: null },
    ],
    ['no version where none ever served', { stable: null }, { status: 404 }],
    ['a refusal where another serves', { stable: version('d') }, { status: 409, code: 'E401' }],
    [
      'a refusal where a release moves',
      { lane: { ...emptyLane, moving: { releaseId: 'auth-service-d', intake: 9 } } },
      { status: 409, code: null },
    ],
  ])('gives %s', (_what, over, expected) => {
    expect(ruleOnService(aScene(over))).toMatchObject(expected);
  });
});

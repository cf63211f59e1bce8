import { describe, expect, it } from 'vitest';
import { assessIntake, type Intake, type IntakeFacts } from '../../../core/intake/assess-intake.ts';
import type { Request } from '../../../core/intake/read-trigger.ts';
import { releaseIdOf } from '../../../core/intake/release-id.ts';
import { aSpec, digest, second } from '../builders.ts';

const push = (over: Partial<Extract<Request, { kind: 'push' }>> = {}): Request => ({
  kind: 'push',
  repository: 'shop/auth-service',
  digest: digest('a'),
  tag: 'v1.1.0',
  eventId: 'event-1',
  ...over,
});

const wish = (over: Partial<Extract<Request, { kind: 'wish' }>> = {}): Request => ({
  kind: 'wish',
  service: 'auth-service',
  artifact: { kind: 'version', version: 'v1.1.0' },
  actor: 'alice',
  reason: 'because',
  overrideQuarantine: false,
  overrideAlarms: [],
  rollbackOf: '',
  environment: '',
  reconciled: false,
  ...over,
});

const facts = (over: Partial<IntakeFacts> = {}): IntakeFacts => ({
  service: 'auth-service',
  spec: aSpec(),
  sites: {},
  image: { digest: digest('a'), tags: ['v1.1.0'], pushedAt: second(0) },
  taggedDigest: digest('a'),
  seenIn: null,
  awaitedBy: null,
  quarantine: null,
  serving: null,
  ...over,
});

const serving = (version: string, letter = 'c') => ({ digest: digest(letter), version });
const assess = (request: Request, over: Partial<IntakeFacts> = {}) =>
  assessIntake(request, facts(over), second(1));

describe('a wish that overrides alarms', () => {
  it('says so where it is written down, each name once', () => {
    expect(assess(wish({ overrideAlarms: ['a', 'b', 'a'] }))).toMatchObject({
      trigger: {
        kind: 'operator',
        actor: 'alice',
        reason: 'because',
        overriddenAlarms: ['a', 'b'],
      },
    });
  });

  it('and one that overrides none says nothing about it', () => {
    const { trigger } = assess(wish()) as Extract<Intake, { kind: 'accepted' }>;
    expect(trigger).toEqual({ kind: 'operator', actor: 'alice', reason: 'because' });
  });
});

describe('a push', () => {
  it('becomes a release of its digest', () => {
    expect(assess(push())).toMatchObject({
      kind: 'accepted',
      version: 'v1.1.0',
      wayBackIn: null,
      artifact: { digest: digest('a'), repository: 'shop/auth-service', committedAt: second(0) },
      trigger: { kind: 'push', eventId: 'event-1' },
    });
  });

  it.each<[string, Request, Partial<IntakeFacts>, RegExp]>([
    [
      'nobody has registered',
      push(),
      { service: null },
      /repository shop\/auth-service is not registered/,
    ],
    ['nobody listens for', push({ tag: 'latest' }), {}, /latest matches none of v\*/],
    [
      'had a release',
      push(),
      { seenIn: 'auth-service-1' },
      /already has a release: auth-service-1/,
    ],
    ['serves already', push(), { serving: serving('v1.1.0', 'a') }, /what serves already/],
    [
      'a moving release has built',
      push(),
      { awaitedBy: 'auth-service-7' },
      /auth-service-7 has built/,
    ],
  ])('of what %s leaves no trace', (_what, request, over, reason) => {
    const intake = assess(request, over);
    expect(intake.kind).toBe('nothing');
    expect(intake.kind === 'nothing' ? intake.reason : '').toMatch(reason);
  });

  it.each<[string, Partial<IntakeFacts>, RegExp]>([
    ['is gone', { image: null }, /^E313 .*no such image/],
    [
      'has lost its tag to another',
      { taggedDigest: digest('b') },
      /^E312 the tag v1\.1\.0 is sha256:b/,
    ],
    ['has lost its tag', { taggedDigest: null }, /^E312 the tag v1\.1\.0 is on no image/],
    ['is quarantined', { quarantine: 'error rate' }, /^E316 quarantined: error rate/],
    [
      'is older than what serves',
      { serving: serving('v1.2.0') },
      /^E317 v1\.1\.0 is older than v1\.2\.0/,
    ],
  ])('of an image that %s is refused on record', (_what, over, reason) => {
    const intake = assess(push(), over);
    expect(intake).toMatchObject({ kind: 'refused', event: { type: 'release.rejected' } });
    expect(intake.kind === 'refused' ? intake.reason : '').toMatch(reason);
  });

  it.each(['initial', 'v1.1.0', 'v1.0.9', 'nightly'])('may follow %s', (version) => {
    expect(assess(push(), { serving: serving(version) }).kind).toBe('accepted');
  });
});

describe('a wish', () => {
  it('may repeat what had a release before', () => {
    expect(assess(wish(), { seenIn: 'auth-service-1' })).toMatchObject({
      kind: 'accepted',
      trigger: { kind: 'operator', actor: 'alice', reason: 'because' },
    });
  });

  it('overrides a quarantine only where it says so', () => {
    expect(assess(wish(), { quarantine: 'bad' }).kind).toBe('refused');
    expect(assess(wish({ overrideQuarantine: true }), { quarantine: 'bad' }).kind).toBe('accepted');
  });

  it('goes back to what is older only as a rollback, there and nowhere else', () => {
    const over = { serving: serving('v1.2.0') };
    expect(assess(wish(), over).kind).toBe('refused');
    const back = wish({ rollbackOf: 'auth-service-2', environment: 'production' });
    expect(assess(back, over)).toMatchObject({
      kind: 'accepted',
      wayBackIn: 'production',
      trigger: { kind: 'rollback', ofReleaseId: 'auth-service-2' },
    });
  });

  it('for a source needs no image yet', () => {
    const artifact = { kind: 'source', commit: 'main', version: 'v2.0.0' } as const;
    expect(assess(wish({ artifact }), { image: null })).toMatchObject({
      kind: 'accepted',
      version: 'v2.0.0',
      artifact: { digest: null, committedAt: null },
    });
  });

  it.each<[string, readonly string[], string]>([
    ['by its first tag', ['v1.1.0', 'x'], 'v1.1.0'],
    ['by the digest where there is none', [], 'a'.repeat(12)],
  ])('for a digest is called %s', (_what, tags, version) => {
    const artifact = { kind: 'digest', digest: digest('a'), version: null } as const;
    const image = { digest: digest('a'), tags, pushedAt: second(0) };
    expect(assess(wish({ artifact }), { image })).toMatchObject({ version });
  });

  it('for a digest and a version means one image, or is refused', () => {
    const artifact = { kind: 'digest', digest: digest('a'), version: 'v1.1.0' } as const;
    expect(assess(wish({ artifact }))).toMatchObject({ kind: 'accepted', version: 'v1.1.0' });
    expect(assess(wish({ artifact }), { taggedDigest: digest('b') })).toMatchObject({
      kind: 'refused',
      reason: `E312 the tag v1.1.0 is ${digest('b')}, asked for was ${digest('a')}`,
    });
  });

  it('of the sweep is a push that was never told', () => {
    expect(assess(wish({ reconciled: true }))).toMatchObject({ trigger: { kind: 'reconcile' } });
  });

  it('for an unknown service leaves no trace', () => {
    expect(assess(wish(), { spec: null })).toMatchObject({ kind: 'nothing' });
  });
});

describe('the id of a release', () => {
  const idOf = (version: string, executionArn = 'arn:1') =>
    releaseIdOf({ service: 'auth-service', version, executionArn });

  it('is the same for the same execution, and another for another', () => {
    expect(idOf('v1.1.0')).toBe(idOf('v1.1.0'));
    expect(idOf('v1.1.0')).not.toBe(idOf('v1.1.0', 'arn:2'));
  });

  it('fits into the name of an execution, with what is hung on to it', () => {
    const id = releaseIdOf({ service: 's'.repeat(40), version: '1'.repeat(128), executionArn: '' });
    expect(id.length).toBeLessThanOrEqual(80);
    expect(idOf('v1.1.0+build/7')).toMatch(/^auth-service-v1-1-0-build-7-[0-9a-f]{6}$/);
  });
});

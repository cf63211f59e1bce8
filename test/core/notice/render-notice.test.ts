import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../core/analysis/verdict.ts';
import type { EventBody } from '../../../core/release/event.ts';
import type { Trigger } from '../../../core/release/record.ts';
import { isTerminal } from '../../../core/release/transitions.ts';
import {
  aFinding,
  aVerdict,
  badStory,
  goodStory,
  received,
  recordAfter,
  second,
  story,
} from '../builders.ts';
import { mustTell, noticeOf } from './support.ts';

const environment = 'production';

const breach: Verdict = aVerdict({
  outcome: 'fail',
  reason: 'error-rate 7.3 % is above 5 %',
  findings: [
    aFinding({ metric: 'cpu', reason: 'fine' }),
    aFinding({ outcome: 'fail', value: 7.3, sampleCount: 5 }),
  ],
});

describe('the notice of a rollback', () => {
  const notice = mustTell(badStory, { verdict: breach });

  it('says everything that on-call needs in one text', () => {
    expect(notice.text).toBe(`What
  auth-service v1.3.0 was rolled back in production, ${second(140)}

Where
  service auth-service, environment production

Version
  v1.3.0, image ${received.artifact.digest}

Why
  error-rate 7.3 % is above 5 %
  error-rate: 7.3 %, limit 5 %, ${second(0)} to ${second(300)}, 5 samples

Done
  at 0 % since ${second(130)}, 10 s after the decision, read back; the image is quarantined

Serving now
  v1.2.0 100 %

Next
  look at it: spillway status auth-service-cccccccccccc-7
  compare with earlier releases: spillway history auth-service
`);
  });

  it('says what and why in a subject that SNS takes', () => {
    expect(notice.subject).toBe(
      'PROBLEM auth-service v1.3.0 was rolled back in production: error-rate 7.3 % is above 5 %',
    );
  });

  it('goes to on-call and can be filtered', () => {
    expect(notice.topics).toEqual(['releases', 'on-call']);
    expect(notice.attributes).toEqual({
      kind: 'rolled-back',
      severity: 'problem',
      service: 'auth-service',
      environment: 'production',
    });
  });

  it('wakes nobody for an environment before the last', () => {
    const staged = badStory.map((body) =>
      body.type === 'release.admitted'
        ? { ...body, environments: ['production', 'everywhere'] }
        : body,
    );
    expect(mustTell(staged)).toMatchObject({
      topics: ['releases'],
      attributes: { severity: 'problem', environment: 'production' },
    });
  });

  it('is a custom notification of schema 1.0, threaded by release', () => {
    expect(notice.chat).toMatchObject({
      version: '1.0',
      source: 'custom',
      id: notice.id,
      content: { textType: 'client-markdown', keywords: ['rolled-back', 'problem'] },
      metadata: { threadId: 'auth-service-cccccccccccc-7', eventType: 'rolled-back' },
    });
    expect(notice.chat.content.nextSteps).toEqual([
      'look at it: `spillway status auth-service-cccccccccccc-7`',
      'compare with earlier releases: `spillway history auth-service`',
    ]);
  });

  it('claims a quarantine only where the ledger shows one', () => {
    const unbarred = badStory.map((body) =>
      body.type === 'rollback.completed' ? { ...body, evidence: {} } : body,
    );
    expect(mustTell(unbarred).json.done).not.toContain('quarantined');
  });

  it('admits when nobody knows what serves', () => {
    expect(mustTell(badStory, { serving: [] }).text).toContain('could not be read');
  });

  it('shows a finding without a value as such', () => {
    const findings = [aFinding({ outcome: 'inconclusive', value: null })];
    const unclear: Verdict = { outcome: 'inconclusive', reason: 'no data', findings };
    expect(mustTell(badStory, { verdict: unclear }).text).toContain(
      'error-rate: no value, limit 5 %',
    );
  });
});

describe('who is told', () => {
  const gated = [...story.admitted, ...story.built, ...story.prepared.slice(0, 1)];
  const rollingBack = badStory.slice(0, -2);

  it.each<[string, readonly EventBody[], string, boolean]>([
    // what happened, events, kind of notice, on-call
    ['it began', [...story.admitted, story.built[0]], 'started', false],
    [
      'a person is asked',
      [...gated, { type: 'gate.waiting', environment, gate: 'approval', expiresAt: second(9) }],
      'approval-wanted',
      false,
    ],
    [
      'an operator paused it',
      [...gated, { type: 'release.held', reason: 'lunch', needsPerson: false }],
      'held',
      false,
    ],
    [
      'Spillway cannot decide',
      [...gated, { type: 'release.held', reason: 'no traffic', needsPerson: true }],
      'held',
      true,
    ],
    ['promoted', goodStory, 'promoted', false],
    ['rolled back', badStory, 'rolled-back', true],
    [
      'stranded',
      [...rollingBack, { type: 'rollback.stranded', environment, reason: 'no version before' }],
      'failed-safe',
      true,
    ],
    ['refused', [{ type: 'release.rejected', reason: 'E315', evidence: {} }], 'rejected', false],
    [
      'overtaken',
      [...story.admitted, { type: 'release.superseded', byReleaseId: 'r-9' }],
      'superseded',
      false,
    ],
    [
      'a duplicate',
      [{ type: 'release.ignored', reason: 'seen', winnerId: 'r-1' }],
      'ignored',
      false,
    ],
    [
      'cancelled',
      [...gated, { type: 'release.cancelled', reason: 'wrong one' }],
      'cancelled',
      false,
    ],
  ])('when %s', (_case, bodies, kind, onCall) => {
    const notice = mustTell(bodies);
    expect(notice.json.kind).toBe(kind);
    expect(notice.topics.includes('on-call')).toBe(onCall);
    expect(notice.topics).toContain('releases');
    expect(notice.json.next[0]?.command).toMatch(/^spillway status /);
  });

  it('is nobody while a gate that asks no person is waited for', () => {
    const window: EventBody = {
      type: 'gate.waiting',
      environment,
      gate: 'window',
      expiresAt: second(9),
    };
    expect(noticeOf([...gated, window])).toBeUndefined();
  });

  it.each([
    ['good', goodStory],
    ['bad', badStory],
  ])('hears of the end of a %s release exactly once', (_case, bodies) => {
    const told = bodies.map((_, index) => {
      const until = bodies.slice(0, index + 1);
      return { notice: noticeOf(until), ended: isTerminal(recordAfter(until).status) };
    });
    expect(told.filter(({ ended, notice }) => ended && notice !== undefined)).toHaveLength(1);
    const ids = told.flatMap(({ notice }) => notice?.id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each<[Trigger, string]>([
    [{ kind: 'push', eventId: 'e' }, 'its image was pushed'],
    [{ kind: 'reconcile' }, 'the event of the push never came'],
    [{ kind: 'operator', actor: 'ana', reason: 'hotfix' }, 'ana asked for it: hotfix'],
    [
      { kind: 'rollback', ofReleaseId: 'r-8', reason: 'late breach' },
      'it replaces release r-8: late breach',
    ],
  ])('hears why it began: %j', (trigger, expected) => {
    const record = { ...recordAfter([...story.admitted, story.built[0]]), trigger };
    expect(mustTell([...story.admitted, story.built[0]], { record }).json.why).toContain(expected);
  });

  it('hears on call who has overridden which alarm, and why', () => {
    const bodies = [...story.admitted, story.built[0]];
    const name = 'spillway/auth-service/production/b/error-rate';
    const trigger: Trigger = {
      kind: 'operator',
      actor: 'ana',
      reason: 'repairs the login',
      overriddenAlarms: [name],
    };
    const notice = mustTell(bodies, { record: { ...recordAfter(bodies), trigger } });
    expect(notice.topics).toEqual(['releases', 'on-call']);
    expect(notice.json).toMatchObject({
      severity: 'problem',
      what: `auth-service v1.3.0 is on its way, overriding ${name}`,
      why: 'ana asked for it: repairs the login',
    });
  });

  it('hears of a release that has no image yet without an invented one', () => {
    const record = recordAfter([...story.admitted, story.built[0]]);
    const source = { ...record, artifact: { ...record.artifact, digest: null } };
    expect(mustTell([...story.admitted, story.built[0]], { record: source }).json.digest).toBe(
      'not built yet',
    );
  });
});

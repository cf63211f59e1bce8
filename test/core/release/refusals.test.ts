import { describe, expect, it } from 'vitest';
import { applyEvent } from '../../../core/release/apply-event.ts';
import type { EventBody } from '../../../core/release/event.ts';
import { received, recordAfter, second, story } from '../builders.ts';

const environment = 'production';

const checking = [...story.admitted, ...story.built, ...story.prepared];
const baking = [...checking, ...story.canary];

describe('applyEvent', () => {
  it.each<[string, readonly EventBody[], EventBody, string]>([
    [
      'an epoch that does not rise',
      story.admitted,
      { type: 'release.started', epoch: 0 },
      'epoch 0',
    ],
    [
      'an environment out of order',
      [...story.admitted, ...story.built],
      { type: 'environment.entered', environment: 'staging' },
      'the next environment is production',
    ],
    [
      'an environment before the artifact is verified',
      [...story.admitted, { type: 'release.started', epoch: 1 }],
      { type: 'environment.entered', environment },
      'not verified',
    ],
    [
      'a weight that does not rise',
      baking,
      { type: 'weight.requested', environment, phase: 1, weightPercent: 10 },
      '10 % is not above 10 %',
    ],
    [
      'a weight that is no whole per cent',
      checking,
      { type: 'weight.requested', environment, phase: 0, weightPercent: 33.3 },
      'not a whole per cent',
    ],
    [
      'a phase that was skipped',
      baking,
      { type: 'weight.requested', environment, phase: 2, weightPercent: 50 },
      'the next phase is 1',
    ],
    [
      'a read-back of another weight than the one asked for',
      [...checking, { type: 'weight.requested', environment, phase: 0, weightPercent: 10 }],
      { type: 'weight.verified', environment, phase: 0, weightPercent: 25 },
      'asked for 10 %',
    ],
    [
      'an event of another environment',
      checking,
      { type: 'weight.requested', environment: 'staging', phase: 0, weightPercent: 10 },
      'in production, not in staging',
    ],
    [
      'a promotion while an environment is missing',
      [...baking, ...story.promoted.slice(0, 2)],
      { type: 'release.promoted' },
      'not promoted in production',
    ],
    [
      'an environment promoted twice',
      [...baking, ...story.promoted.slice(0, 3)],
      { type: 'environment.promoted', environment },
      'promoted already',
    ],
    [
      'a rollback of what is promoted',
      [...baking, ...story.promoted.slice(0, 3)],
      story.rolledBack[0],
      'promoted already',
    ],
    [
      'the end of a rollback while the candidate may still have traffic',
      [...baking, ...story.rolledBack.slice(0, 1)],
      { type: 'rollback.completed', environment, evidence: {} },
      'may still have traffic',
    ],
    [
      'a weight that rises on the way back',
      [...baking, ...story.rolledBack.slice(0, 1)],
      { type: 'weight.lowered', environment, weightPercent: 25 },
      '10 % never rises to 25 %',
    ],
    [
      'a second withdrawal',
      [...baking, ...story.rolledBack.slice(0, 2)],
      { type: 'traffic.withdrawn', environment },
      'withdrawn already',
    ],
    [
      'a plan without environments',
      [],
      { type: 'release.admitted', planHash: '', deadlineAt: second(9), environments: [] },
      'goes nowhere',
    ],
    ['a second reception', [], received, 'does not happen in RECEIVED'],
    [
      'a supersession of a release that moves',
      checking,
      { type: 'release.superseded', byReleaseId: 'newer' },
      'does not happen in CHECKING',
    ],
  ])('refuses %s', (_case, before, body, reason) => {
    const record = recordAfter(before);
    const { releaseId, sequence } = record;
    const envelope = { releaseId, sequence: sequence + 1, actor: 'spillway', at: second(1000) };
    const applied = applyEvent(record, { ...body, ...envelope });
    const refusal = applied.applied ? undefined : applied.refusal;
    expect(refusal).toMatchObject({ kind: 'illegal' });
    expect(refusal?.reason).toContain(reason);
    expect(applied.record).toBe(record);
  });
});

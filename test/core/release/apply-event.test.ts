import { describe, expect, it } from 'vitest';
import {
  type Applied,
  applyEvent,
  openRecord,
  type Refusal,
} from '../../../core/release/apply-event.ts';
import type { EventBody, EventType, ReleaseEvent } from '../../../core/release/event.ts';
import type { ReleaseRecord } from '../../../core/release/record.ts';
import { deployedStatuses, heldBack } from '../../../core/release/transitions.ts';
import {
  badStory,
  goodStory,
  ledgerOf,
  received,
  recordAfter,
  second,
  story,
} from '../builders.ts';

const environment = 'production';

function next(record: ReleaseRecord, body: EventBody, actor = 'spillway'): Applied {
  const { releaseId, sequence } = record;
  return applyEvent(record, {
    ...body,
    releaseId,
    actor,
    sequence: sequence + 1,
    at: second(1000),
  });
}

function refusalOf(applied: Applied): Refusal | undefined {
  return applied.applied ? undefined : applied.refusal;
}

describe('applyEvent', () => {
  it('leads a good release through every state to PROMOTED', () => {
    const statuses = [received, ...goodStory].map((_, index) => {
      return recordAfter(goodStory.slice(0, index)).status;
    });
    expect(statuses.filter((status, index) => status !== statuses[index - 1])).toEqual([
      'RECEIVED',
      'QUEUED',
      'BUILDING',
      'GATED',
      'PREPARING',
      'CHECKING',
      'CANARY',
      'BAKING',
      'PROMOTING',
      'GUARDING',
      'PROMOTED',
    ]);
  });

  it('keeps what was asked, who holds the lane and what serves in a promoted record', () => {
    expect(recordAfter(goodStory)).toEqual({
      status: 'PROMOTED',
      endedAt: second(150),
      releaseId: 'auth-service-cccccccccccc-7',
      service: 'auth-service',
      artifact: received.artifact,
      trigger: received.trigger,
      intake: 7,
      receivedAt: second(0),
      updatedAt: second(150),
      sequence: 16,
      admission: { planHash: 'hash', deadlineAt: second(86_400), environments: [environment] },
      epoch: 3,
      hold: null,
      waitingFor: null,
      shortened: null,
      approvals: [],
      weights: { production: 100 },
      promotedIn: [environment],
    });
  });

  it('ends a breach in ROLLED_BACK with the reason and the moment of the last user', () => {
    expect(recordAfter(badStory)).toMatchObject({
      status: 'ROLLED_BACK',
      environment,
      reason: 'error-rate 7.3 % is above 5 %',
      startedAt: second(130 - 10),
      trafficZeroAt: second(130),
      weights: { production: 0 },
    });
  });

  it('forgets the details of a state that it leaves', () => {
    const baking = recordAfter([
      ...story.admitted,
      ...story.built,
      ...story.prepared,
      ...story.canary,
    ]);
    const promoting = recordAfter([
      ...story.admitted,
      ...story.built,
      ...story.prepared,
      ...story.canary,
      { type: 'promotion.started', environment },
    ]);
    expect(baking).toHaveProperty('phase', 0);
    expect(promoting).not.toHaveProperty('phase');
    expect(promoting).not.toHaveProperty('verifiedAt');
  });

  it('refuses to verify source that was not built, and accepts it once it has a digest', () => {
    const source = { ...received, artifact: { ...received.artifact, digest: null } };
    const [first, ...rest] = ledgerOf([
      source,
      ...story.admitted,
      { type: 'release.started', epoch: 1 },
    ]);
    if (first?.type !== 'release.received') throw new Error('unreachable');
    const building = rest.reduce(
      (record, event) => applyEvent(record, event).record,
      openRecord(first),
    );
    expect(
      refusalOf(next(building, { type: 'artifact.verified', evidence: {} }))?.reason,
    ).toContain('no digest');
    const built = next(building, { type: 'artifact.built', artifact: received.artifact }).record;
    expect(next(built, { type: 'artifact.verified', evidence: {} }).record).toMatchObject({
      status: 'BUILDING',
      verified: true,
    });
  });

  it.each<[Refusal['kind'], Partial<ReleaseEvent>]>([
    ['foreign', { releaseId: 'another' }],
    ['duplicate', { sequence: 1 }],
    ['gap', { sequence: 3 }],
  ])('refuses a %s event', (kind, change) => {
    const record = recordAfter([]);
    const event = {
      type: 'note.added',
      text: '',
      releaseId: record.releaseId,
      actor: 'a',
      at: second(1),
    };
    const applied = applyEvent(record, { ...event, sequence: 2, ...change } as ReleaseEvent);
    expect(refusalOf(applied)?.kind).toBe(kind);
  });

  it.each(heldBack)('holds %s back while a person has paused the release', (type) => {
    const before = beforeHeld[type] ?? [];
    const body = [...goodStory].find((candidate) => candidate.type === type);
    if (body === undefined) throw new Error(`no ${type} in the story`);
    const held = next(
      recordAfter(before),
      { type: 'release.held', reason: 'lunch', needsPerson: false },
      'ana',
    ).record;
    const hold = { by: 'ana', reason: 'lunch', since: second(1000), needsPerson: false };
    expect(held.hold).toEqual(hold);
    expect(refusalOf(next(held, body))).toEqual({ kind: 'held', reason: 'held by ana: lunch' });
    const resumed = next(held, { type: 'release.resumed', reason: 'back' }).record;
    expect(next(resumed, body).applied).toBe(true);
  });

  it.each(deployedStatuses)('starts a rollback from %s, held or not', (status) => {
    const index = goodStory.findIndex(
      (_, end) => recordAfter(goodStory.slice(0, end)).status === status,
    );
    const record = recordAfter(goodStory.slice(0, index));
    const held = next(record, { type: 'release.held', reason: 'lunch', needsPerson: false }).record;
    const applied = next(held, story.rolledBack[0]);
    expect(applied.record).toMatchObject({
      status: 'ROLLING_BACK',
      from: status,
      trafficZeroAt: null,
    });
  });

  it('strands a rollback in FAILED_SAFE, saying why', () => {
    const record = recordAfter(badStory.slice(0, -2));
    expect(
      next(record, { type: 'rollback.stranded', environment, reason: 'no version before' }).record,
    ).toMatchObject({
      status: 'FAILED_SAFE',
      reason: 'no version before',
    });
  });

  it.each<[EventBody, Record<string, unknown>]>([
    [
      { type: 'release.ignored', reason: 'same digest', winnerId: 'r-1' },
      { status: 'IGNORED', winnerId: 'r-1' },
    ],
    [
      { type: 'release.rejected', reason: 'E316', evidence: {} },
      { status: 'REJECTED', reason: 'E316' },
    ],
    [
      { type: 'release.superseded', byReleaseId: 'r-9' },
      { status: 'SUPERSEDED', byReleaseId: 'r-9' },
    ],
    [
      { type: 'release.cancelled', reason: 'wrong one' },
      { status: 'CANCELLED', by: 'spillway' },
    ],
  ])('ends at the door with %j', (body, expected) => {
    expect(next(recordAfter([]), body).record).toMatchObject(expected);
  });

  it('moves on to the next environment only after the one before was promoted', () => {
    const staging = 'staging';
    const inStaging: readonly EventBody[] = [
      {
        type: 'release.admitted',
        planHash: 'h',
        deadlineAt: second(9),
        environments: [staging, environment],
      },
      ...story.built,
      { type: 'environment.entered', environment: staging },
      { type: 'deployment.started', environment: staging, deploymentId: 'd-1' },
      { type: 'promotion.started', environment: staging },
      { type: 'promotion.verified', environment: staging, evidence: {} },
    ];
    const guarding = recordAfter(inStaging);
    const enter: EventBody = { type: 'environment.entered', environment };
    expect(refusalOf(next(guarding, enter))?.reason).toContain('the next environment is staging');
    const promoted = next(guarding, { type: 'environment.promoted', environment: staging }).record;
    expect(next(promoted, enter).record).toMatchObject({ status: 'GATED', environment });
  });

  it('shows which gate is waited for until it answers or the release moves', () => {
    const gated = recordAfter([...story.admitted, ...story.built, ...story.prepared.slice(0, 1)]);
    const wait: EventBody = {
      type: 'gate.waiting',
      environment,
      gate: 'approval',
      expiresAt: second(99),
    };
    const waiting = next(gated, wait).record;
    expect(waiting.waitingFor).toBe('approval');
    expect(next(waiting, story.prepared[1]).record.waitingFor).toBeNull();
    expect(next(waiting, story.prepared[2]).record.waitingFor).toBeNull();
  });

  it('counts each person’s approval once', () => {
    const gated = recordAfter([...story.admitted, ...story.built, ...story.prepared.slice(0, 1)]);
    const approval: EventBody = { type: 'release.approved', environment, phase: null };
    const approved = next(gated, approval, 'ana').record;
    expect(approved.approvals).toEqual([{ environment, phase: null, by: 'ana', at: second(1000) }]);
    expect(refusalOf(next(approved, approval, 'ana'))?.reason).toContain(
      'ana has approved this already',
    );
    expect(next(approved, approval, 'bo').record.approvals).toHaveLength(2);
  });

  it('checks a rolling deployment while it is guarded', () => {
    const guarding = recordAfter(goodStory.slice(0, -2));
    expect(next(guarding, { type: 'checks.started', environment }).record.status).toBe('GUARDING');
  });

  it('says of whatever comes after the end that the release has ended', () => {
    const ended = recordAfter(badStory);
    const late = next(ended, { type: 'promotion.started', environment });
    expect(late).toEqual({
      applied: false,
      record: ended,
      refusal: { kind: 'terminal', reason: 'the release has ended: ROLLED_BACK' },
    });
  });

  it('never lets time run backwards in a record, whatever a writer’s clock says', () => {
    const record = recordAfter(story.admitted);
    const late = {
      type: 'note.added',
      text: 'x',
      releaseId: record.releaseId,
      actor: 'a',
    } as const;
    const applied = applyEvent(record, {
      ...late,
      sequence: record.sequence + 1,
      at: second(-500),
    });
    expect(applied.record.updatedAt).toBe(record.updatedAt);
  });
});

/** What comes before each event that a hold holds back. */
const beforeHeld: Partial<Record<EventType, readonly EventBody[]>> = Object.fromEntries(
  heldBack.map((type) => [
    type,
    goodStory.slice(
      0,
      goodStory.findIndex((body) => body.type === type),
    ),
  ]),
);

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Applied,
  applyEvent,
  openRecord,
  type Refusal,
  replay,
} from '../../../core/release/apply-event.ts';
import type { EventBody, EventType, ReleaseEvent } from '../../../core/release/event.ts';
import type { ReleaseRecord, ReleaseStatus } from '../../../core/release/record.ts';
import {
  acceptedIn,
  deployedStatuses,
  heldBack,
  isTerminal,
  terminalStatuses,
  transitions,
} from '../../../core/release/transitions.ts';
import {
  aVerdict,
  badStory,
  digest,
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
      [...story.admitted, ...story.built, ...story.prepared, ...story.canary],
      { type: 'weight.requested', environment, phase: 1, weightPercent: 10 },
      '10 % is not above 10 %',
    ],
    [
      'a weight that is no whole per cent',
      [...story.admitted, ...story.built, ...story.prepared],
      { type: 'weight.requested', environment, phase: 0, weightPercent: 33.3 },
      'not a whole per cent',
    ],
    [
      'a phase that was skipped',
      [...story.admitted, ...story.built, ...story.prepared, ...story.canary],
      { type: 'weight.requested', environment, phase: 2, weightPercent: 50 },
      'the next phase is 1',
    ],
    [
      'a read-back of another weight than the one asked for',
      [
        ...story.admitted,
        ...story.built,
        ...story.prepared,
        { type: 'weight.requested', environment, phase: 0, weightPercent: 10 },
      ],
      { type: 'weight.verified', environment, phase: 0, weightPercent: 25 },
      'asked for 10 %',
    ],
    [
      'an event of another environment',
      [...story.admitted, ...story.built, ...story.prepared],
      { type: 'weight.requested', environment: 'staging', phase: 0, weightPercent: 10 },
      'in production, not in staging',
    ],
    [
      'a promotion while an environment is missing',
      [
        ...story.admitted,
        ...story.built,
        ...story.prepared,
        ...story.canary,
        ...story.promoted.slice(0, 2),
      ],
      { type: 'release.promoted' },
      'not promoted in production',
    ],
    [
      'an environment promoted twice',
      [
        ...story.admitted,
        ...story.built,
        ...story.prepared,
        ...story.canary,
        ...story.promoted.slice(0, 3),
      ],
      { type: 'environment.promoted', environment },
      'promoted already',
    ],
    [
      'the end of a rollback while the candidate may still have traffic',
      [
        ...story.admitted,
        ...story.built,
        ...story.prepared,
        ...story.canary,
        ...story.rolledBack.slice(0, 1),
      ],
      { type: 'rollback.completed', environment, evidence: {} },
      'may still have traffic',
    ],
    [
      'a weight that rises on the way back',
      [
        ...story.admitted,
        ...story.built,
        ...story.prepared,
        ...story.canary,
        ...story.rolledBack.slice(0, 1),
      ],
      { type: 'weight.lowered', environment, weightPercent: 25 },
      '10 % never rises to 25 %',
    ],
    [
      'a second withdrawal',
      [
        ...story.admitted,
        ...story.built,
        ...story.prepared,
        ...story.canary,
        ...story.rolledBack.slice(0, 2),
      ],
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
      [...story.admitted, ...story.built, ...story.prepared],
      { type: 'release.superseded', byReleaseId: 'newer' },
      'does not happen in CHECKING',
    ],
  ])('refuses %s', (_case, before, body, reason) => {
    const record = recordAfter(before);
    const applied = next(record, body);
    expect(refusalOf(applied)).toMatchObject({ kind: 'illegal' });
    expect(refusalOf(applied)?.reason).toContain(reason);
    expect(applied.record).toBe(record);
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
    expect(held.hold).toEqual({ by: 'ana', reason: 'lunch', since: second(1000) });
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

describe('the tables of transitions', () => {
  it('let nothing follow a terminal state', () => {
    const statuses = Object.keys(transitions) as ReleaseStatus[];
    expect(statuses.filter(isTerminal).sort()).toEqual([...terminalStatuses].sort());
  });

  it('reach a terminal state from everywhere', () => {
    const reaches = (status: ReleaseStatus, seen: readonly ReleaseStatus[]): boolean =>
      isTerminal(status) ||
      transitions[status].some((then) => !seen.includes(then) && reaches(then, [...seen, then]));
    for (const status of Object.keys(transitions) as ReleaseStatus[]) {
      expect(reaches(status, [status]), status).toBe(true);
    }
  });

  it('let an abort or a rollback win in every active state', () => {
    for (const [status, following] of Object.entries(transitions)) {
      if (isTerminal(status as ReleaseStatus) || status === 'ROLLING_BACK') continue;
      expect(following.includes('ROLLING_BACK') || following.includes('CANCELLED'), status).toBe(
        true,
      );
    }
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

describe('replay', () => {
  it('gives the same record as the events did one by one', () => {
    expect(replay(ledgerOf([received, ...badStory]))).toEqual(recordAfter(badStory));
  });

  it('gives nothing for a ledger without a beginning', () => {
    expect(replay([])).toBeUndefined();
    expect(replay(ledgerOf(goodStory))).toBeUndefined();
  });

  it('holds its laws for any sequence of events', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyHistory, (bodies) => {
        const { kept, records } = appendAll(bodies);
        const last = records.at(-1);
        // The ledger holds only what was applied, and replaying it gives the record.
        expect(replay(kept)).toEqual(last);
        expect(kept.map(({ sequence }) => sequence)).toEqual(kept.map((_, index) => index + 1));
        expectWeightsToRiseThenFall(records);
        expectTerminalToAbsorb(records);
        for (const { status } of records) seen.add(status);
      }),
      { numRuns: 3000 },
    );
    // The property is worth nothing unless random sequences reach the interesting states.
    expect([...seen]).toEqual(
      expect.arrayContaining([
        'BAKING',
        'GUARDING',
        'ROLLING_BACK',
        'ROLLED_BACK',
        'FAILED_SAFE',
        'PROMOTED',
      ]),
    );
  });

  it('ignores duplicates of any event at any later time', () => {
    const events = ledgerOf([received, ...goodStory]);
    fc.assert(
      fc.property(fc.array(fc.nat(events.length - 1)), (again) => {
        const doubled = events.flatMap((event, index) => [
          event,
          ...again.filter((copy) => copy <= index).flatMap((copy) => events[copy] ?? []),
        ]);
        expect(replay(doubled)).toEqual(replay(events));
      }),
    );
  });
});

interface History {
  readonly kept: ReleaseEvent[];
  readonly records: ReleaseRecord[];
}

/** As a writer does it: offer each event with the next number, and keep those that were applied. */
function appendAll(bodies: readonly EventBody[]): History {
  const [first] = ledgerOf([received]);
  if (first?.type !== 'release.received') throw new Error('unreachable');
  const history: History = { kept: [first], records: [openRecord(first)] };
  for (const body of bodies) {
    const record = history.records.at(-1);
    if (record === undefined) break;
    const { releaseId, sequence } = record;
    const event = {
      ...body,
      releaseId,
      sequence: sequence + 1,
      at: second(sequence),
      actor: 'any',
    };
    const applied = applyEvent(record, event);
    if (!applied.applied) continue;
    history.kept.push(event);
    history.records.push(applied.record);
  }
  return history;
}

function expectWeightsToRiseThenFall(records: readonly ReleaseRecord[]): void {
  const path = records.map(({ weights }) => weights['production'] ?? 0);
  const peak = path.indexOf(Math.max(...path));
  expect(path.every((weight) => Number.isInteger(weight) && weight >= 0 && weight <= 100)).toBe(
    true,
  );
  expect(path.slice(0, peak + 1)).toEqual([...path.slice(0, peak + 1)].sort((a, b) => a - b));
  expect(path.slice(peak)).toEqual([...path.slice(peak)].sort((a, b) => b - a));
}

function expectTerminalToAbsorb(records: readonly ReleaseRecord[]): void {
  const ended = records.findIndex(({ status }) => isTerminal(status));
  if (ended >= 0) expect(ended).toBe(records.length - 1);
}

const percent = fc.integer({ min: 0, max: 100 });
const phase = fc.nat(3);

const anyBody: fc.Arbitrary<EventBody> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<EventBody>(...goodStory) },
  { weight: 2, arbitrary: fc.constantFrom<EventBody>(...story.rolledBack) },
  {
    weight: 2,
    arbitrary: fc.tuple(phase, percent).map(
      ([at, weightPercent]): EventBody => ({
        type: 'weight.requested',
        environment,
        phase: at,
        weightPercent,
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: percent.map(
      (weightPercent): EventBody => ({ type: 'weight.lowered', environment, weightPercent }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<EventBody>(
      { type: 'rollback.stranded', environment, reason: 'nothing to go back to' },
      { type: 'release.held', reason: 'wait', needsPerson: true },
      { type: 'release.resumed', reason: 'go' },
      { type: 'intent.recorded', call: 'CreateRule', argumentsHash: digest('a') },
      { type: 'notice.sent', noticeId: 'n', topic: 'releases' },
      { type: 'bake.judged', environment, verdict: aVerdict({ outcome: 'fail' }), complete: false },
      { type: 'environment.entered', environment: 'staging' },
      { type: 'release.cancelled', reason: 'stop' },
    ),
  },
);

/** Random events strewn into a release that goes well: pure noise would hardly leave the queue. */
const anyHistory: fc.Arbitrary<readonly EventBody[]> = fc
  .array(fc.tuple(fc.nat(goodStory.length), anyBody), { maxLength: 40 })
  .map((noise) =>
    [...goodStory, undefined].flatMap((body, index) => [
      ...noise.filter(([place]) => place === index).map(([, strewn]) => strewn),
      ...(body === undefined ? [] : [body]),
    ]),
  );

describe('acceptedIn', () => {
  it('says for every event where it makes sense, but for the one that opens a record', () => {
    const nowhere = Object.entries(acceptedIn).filter(([, statuses]) => statuses.length === 0);
    expect(nowhere.map(([type]) => type)).toEqual(['release.received']);
  });
});

/** Releases in every state, and decisions about them. */

import type { ReleaseScene } from '../../../core/operate/rule-on-release.ts';
import { sightOf } from '../../../core/operate/staleness.ts';
import { createPlan } from '../../../core/plan/create-plan.ts';
import { assumedContext } from '../../../core/plan/facts.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { EventBody } from '../../../core/release/event.ts';
import type { ReleaseRecord, ReleaseStatus, Trigger } from '../../../core/release/record.ts';
import { aCanary, anEnvironment, aPhase, aSpec, recordAfter, second, story } from '../builders.ts';

const environment = 'production';

export const alice = 'arn:aws:iam::123456789012:user/alice';
export const bob = 'arn:aws:iam::123456789012:user/team/bob';

const approval = { kind: 'approval', fourEyes: true, timeoutSeconds: 3600 } as const;

/** An approval before production, and one before its 25 %. */
export function aPlan(fourEyes = true): Plan {
  const gate = { ...approval, fourEyes };
  const strategy = aCanary([aPhase(10), aPhase(25, { gate }), aPhase(50), aPhase(100)]);
  const spec = aSpec({ environments: [anEnvironment({ gates: [gate], strategy })] });
  const result = createPlan(spec, assumedContext(spec));
  if (!result.planned) throw new Error(result.problems.map(({ message }) => message).join());
  return result.plan;
}

export const waiting: EventBody = {
  type: 'gate.waiting',
  gate: 'approval',
  expiresAt: second(3600),
  environment,
};

const gated = [...story.admitted, ...story.built, story.prepared[0]];
const baking = [...gated, ...story.prepared.slice(1), ...story.canary.slice(0, 2)];
const promoted = [...baking, story.canary[2], ...story.promoted];
const back = [...baking, ...story.rolledBack];
const ended = (body: EventBody): readonly EventBody[] => [body];

/** What happened, for a release to be in a status. */
export const histories: Readonly<Record<ReleaseStatus, readonly EventBody[]>> = {
  RECEIVED: [],
  QUEUED: story.admitted,
  BUILDING: [...story.admitted, ...story.built],
  GATED: gated,
  PREPARING: [...gated, story.prepared[1], story.prepared[2]],
  CHECKING: [...gated, ...story.prepared.slice(1)],
  CANARY: baking.slice(0, -1),
  BAKING: baking,
  PROMOTING: [...baking, story.canary[2], story.promoted[0]],
  GUARDING: [...baking, story.canary[2], story.promoted[0], story.promoted[1]],
  ROLLING_BACK: back.slice(0, -1),
  PROMOTED: promoted,
  ROLLED_BACK: back,
  FAILED_SAFE: [
    ...back.slice(0, -2),
    { type: 'rollback.stranded', reason: 'nothing to go back to', environment },
  ],
  REJECTED: ended({ type: 'release.rejected', reason: 'quarantined', evidence: {} }),
  SUPERSEDED: ended({ type: 'release.superseded', byReleaseId: 'auth-service-2' }),
  IGNORED: ended({ type: 'release.ignored', reason: 'seen', winnerId: null }),
  CANCELLED: ended({ type: 'release.cancelled', reason: 'not today' }),
};

export function aRecord(
  status: ReleaseStatus,
  more: readonly EventBody[] = [],
  over: { readonly trigger?: Trigger } = {},
): ReleaseRecord {
  return { ...recordAfter([...histories[status], ...more]), ...over };
}

export function aScene(record: ReleaseRecord, over: Partial<ReleaseScene> = {}): ReleaseScene {
  return {
    action: 'abort',
    looked: sightOf(record),
    reason: 'because',
    identity: alice,
    record,
    plan: aPlan(),
    events: [],
    ...over,
  };
}

// I3, I15, I18, I21, I23: one mover, no echo, one notice for each end, intents first, and calls within a budget.
import { isDeepStrictEqual } from 'node:util';
import type { Site } from '../../core/contract/site.ts';
import { replay } from '../../core/release/apply-event.ts';
import type { ReleaseEvent } from '../../core/release/event.ts';
import { has } from '../campaign/history.ts';
import type { SeenCall, Witness } from '../campaign/witness.ts';
import { both, holds, type Invariant, type Judgement, judgeEach, violated } from './invariant.ts';
import { coursesOf, isOver, secondMs, servingIn, shortId } from './reading.ts';

const MOVING = ['CANARY', 'BAKING', 'PROMOTING', 'GUARDING', 'ROLLING_BACK'];

export const oneShifter: Invariant = {
  id: 'I3',
  scope: 'place',
  claim: 'At most one release of a service moves, and users never meet three versions at once.',
  judge: (witness) =>
    both(
      judgeEach(witness.looks, ({ at, releases }) => {
        const moving = releases.filter(({ status }) => MOVING.includes(status));
        if (moving.length === 0) return undefined;
        return moving.length === 1
          ? holds
          : violated(at, `${moving.map(({ id }) => id).join(' and ')} move at once`);
      }),
      judgeEach(witness.sights, (sight) => {
        const serving = servingIn(sight);
        if (serving.length < 2) return undefined;
        return serving.length === 2
          ? holds
          : violated(sight.at, `users meet ${serving.map(shortId).join(', ')}`);
      }),
    ),
};

export const noEcho: Invariant = {
  id: 'I15',
  scope: 'service',
  claim:
    'There are no more releases than pushes and wishes, no release is taken back twice, and none is deployed twice.',
  judge: (witness) =>
    both(
      judgeEach([witness], ({ history, releases, pushes, endedAt }) => {
        const made = releases.filter(({ record }) => record.trigger.kind !== 'rollback');
        const asked = history.strokes.filter((stroke) => stroke.do === 'release');
        return made.length <= pushes.length + asked.length
          ? holds
          : violated(endedAt, `${made.length} releases of ${pushes.length} pushes`);
      }),
      judgeEach(coursesOf(witness), ({ id, view, endedAt }) => {
        const rollbacks = view.events.filter(({ type }) => type === 'rollback.started').length;
        if (rollbacks === 0) return undefined;
        return rollbacks === 1
          ? holds
          : violated(endedAt ?? witness.endedAt, `${id} was taken back ${rollbacks} times`);
      }),
    ),
};

/** The sweep's minute, what it leaves to others to send, and the time that it takes. */
const SENT_MS = 85 * secondMs;
const ENDS = [
  'promoted',
  'rolled-back',
  'failed-safe',
  'rejected',
  'superseded',
  'ignored',
  'cancelled',
];

export const noticed: Invariant = {
  id: 'I18',
  scope: 'service',
  claim:
    'Each end of a release is told under exactly one id, a minute and a half after it or after the healing at the latest.',
  judge: (witness) =>
    judgeEach(coursesOf(witness), (course) => {
      if (!isOver(course) || course.endedAt === undefined) return undefined;
      const told = witness.deliveries.filter(
        ({ attributes }) =>
          (attributes['id'] ?? '').startsWith(`${course.id}-`) &&
          ENDS.includes(attributes['kind'] ?? ''),
      );
      const ids = new Set(told.map(({ attributes }) => attributes['id']));
      const from = Math.max(course.endedAt, witness.healedAt);
      if (ids.size === 0)
        return from + SENT_MS > witness.endedAt
          ? undefined
          : violated(from, `nobody was told that ${course.id} is ${course.status}`);
      if (ids.size > 1) return violated(from, `people were told ${ids.size} ends of ${course.id}`);
      const first = Math.min(...told.map(({ at }) => at));
      return first <= from + SENT_MS
        ? holds
        : violated(first, `people heard late that ${course.id} is ${course.status}`);
    }),
};

/** Functions that may give a candidate users. */
const SHIFTERS = ['shifttraffic', 'lowertraffic'];

export const intentFirst: Invariant = {
  id: 'I21',
  scope: 'place',
  claim:
    'Only the shifting functions write weights, and the ledger names the intent and each weight before. A record is what its events add up to.',
  judge: (witness) =>
    both(
      judgeEach(witness.releases, ({ record, events }) =>
        isDeepStrictEqual(replay(events), record)
          ? holds
          : violated(witness.endedAt, `${record.releaseId} is not what its events add up to`),
      ),
      both(intended(witness), askedFor(witness)),
    ),
};

const intended = (witness: Witness): Judgement =>
  judgeEach(witness.calls.filter(writesWeights), ({ at, caller, operation }) => {
    if (!SHIFTERS.some((name) => caller.includes(name)))
      return violated(at, `${operation} by ${caller}`);
    const isIntended = witness.releases.some(({ events }) =>
      events.some(
        (event) =>
          event.type === 'intent.recorded' &&
          event.call.startsWith('elasticloadbalancing:') &&
          Date.parse(event.at) <= at,
      ),
    );
    return isIntended ? holds : violated(at, `${operation} without an intent`);
  });

/** A person who edits weights asks nobody. */
const askedFor = (witness: Witness): Judgement =>
  judgeEach(has(witness.history, 'edit-weights') ? [] : coursesOf(witness), (course) => {
    const asked = [100, ...course.view.events.flatMap((event) => asks(event, witness.site))];
    const risen = course.weights.find(({ weight }) => weight > 0 && !asked.includes(weight));
    if (course.weights.length === 0) return undefined;
    return risen === undefined
      ? holds
      : violated(risen.at, `${course.id} got ${risen.weight} %, for which nobody had asked`);
  });

/** On the way up a weight is requested in so many words; on the way down the intent says which it will be. */
function asks(event: ReleaseEvent, { environment }: Site): readonly number[] {
  if (event.type === 'weight.requested')
    return event.environment === environment ? [event.weightPercent] : [];
  const [, lowered] =
    event.type === 'intent.recorded' ? (/^down:(\d+)$/.exec(event.argumentsHash) ?? []) : [];
  return lowered === undefined ? [] : [Number(lowered)];
}

const OURS = 'assumed-role/Spillway-';

const writesWeights = ({ service, operation, caller }: SeenCall): boolean =>
  service === 'elasticloadbalancing' &&
  caller.includes(OURS) &&
  ['CreateRule', 'ModifyRule'].includes(operation);

const MUTATIONS_MAX = 200;
const BURST_MAX = 400;

export const fairBudget: Invariant = {
  id: 'I23',
  scope: 'world',
  claim:
    'A release needs at most 200 mutating calls of AWS, no minute sees a storm of calls, and no execution has more than 2,000 events, or 300 in a minute.',
  judge: (witness) => [mutations, storms, lengths, paces].map((law) => law(witness)).reduce(both),
};

/** Step Functions ends an execution at 25,000. */
const EVENTS_MAX = 2000;

const lengths = (witness: Witness): Judgement =>
  judgeEach(Object.entries(witness.runs), ([machine, { longest }]) =>
    longest <= EVENTS_MAX
      ? holds
      : violated(witness.endedAt, `an execution of ${machine} has ${longest} events`),
  );

/** Whoever looks again waits a quarter of a minute before; what is beyond is retries, and steps that need no second look. */
const EVENTS_A_MINUTE_MAX = 300;

const paces = (witness: Witness): Judgement =>
  judgeEach(Object.entries(witness.runs), ([machine, { fastest }]) =>
    fastest <= EVENTS_A_MINUTE_MAX
      ? holds
      : violated(witness.endedAt, `an execution of ${machine} has ${fastest} events in one minute`),
  );

/** The store, the bus and the machines are Spillway's own: nobody else shares their limits. */
const OWN = ['dynamodb', 'events', 'states', 'lambda', 'sns', 'logs', 'monitoring'];

function mutations({ calls, releases, endedAt }: Witness): Judgement {
  const count = calls.filter(
    ({ service, operation, caller }) =>
      caller.includes(OURS) &&
      !OWN.includes(service) &&
      !/^(Describe|Get|List|Batch)/.test(operation),
  ).length;
  return judgeEach([count], (each) =>
    each <= MUTATIONS_MAX * Math.max(1, releases.length)
      ? holds
      : violated(endedAt, `${each} mutating calls for ${releases.length} releases`),
  );
}

function storms({ calls }: Witness): Judgement {
  const perMinute = new Map<number, number>();
  for (const { at, caller, service } of calls) {
    if (!caller.includes(OURS) || OWN.includes(service)) continue;
    const minute = Math.floor(at / (60 * secondMs));
    perMinute.set(minute, (perMinute.get(minute) ?? 0) + 1);
  }
  return judgeEach(perMinute, ([minute, count]) =>
    count <= BURST_MAX ? holds : violated(minute * 60 * secondMs, `${count} calls in one minute`),
  );
}

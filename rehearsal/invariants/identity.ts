// I9, I12, I19: what runs is what was approved, versions go forward, and a success is told only when it is one.
import type { Sight, Witness } from '../campaign/witness.ts';
import { both, holds, type Invariant, type Judgement, judgeEach, violated } from './invariant.ts';
import {
  appliedMs,
  type Course,
  coursesOf,
  secondMs,
  servingIn,
  shareOf,
  shortId,
  sightAfter,
  sightAt,
} from './reading.ts';

export const digestIdentity: Invariant = {
  id: 'I9',
  scope: 'place',
  claim:
    'Each task definition that Spillway wrote names a pushed image by its digest, and its tasks run that image.',
  judge: (witness) => both(definitions(witness), tasks(witness)),
};

/** What CloudFormation made before the first release may name a tag; a rollback may go back to what served first. */
function definitions({ last, pushes, initialDigest, endedAt }: Witness) {
  const written = last.definitions.filter(({ image }) => !image.endsWith(':initial'));
  const known = new Set([initialDigest, ...pushes.map(({ digest }) => digest)]);
  return judgeEach(written, ({ arn, image }) => {
    const [, digest = ''] = image.split('@');
    return known.has(digest) ? holds : violated(endedAt, `${arn} runs ${image}`);
  });
}

function tasks({ last, endedAt }: Witness) {
  const images = new Map(last.definitions.map(({ arn, image }) => [arn, image]));
  return judgeEach(last.tasks, ({ definition, digest }) => {
    const [, wanted] = (images.get(definition) ?? '').split('@');
    if (wanted === undefined || digest === '') return undefined;
    return wanted === digest ? holds : violated(endedAt, `a task of ${definition} runs ${digest}`);
  });
}

export const forward: Invariant = {
  id: 'I12',
  scope: 'service',
  claim: 'Versions are promoted in the order in which they came in.',
  judge(witness) {
    const promoted = coursesOf(witness)
      .filter(
        ({ status, view }) => status === 'PROMOTED' && view.record.trigger.kind !== 'rollback',
      )
      .sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0))
      .map(({ digest, endedAt = 0 }) => ({
        at: endedAt,
        order: witness.pushes.findIndex((push) => push.digest === digest),
        digest,
      }));
    return judgeEach(promoted.slice(1), ({ at, order, digest }) => {
      const earlier = promoted.filter((each) => each.at < at);
      return earlier.every((each) => each.order < order)
        ? holds
        : violated(at, `${shortId(digest)} was promoted after a newer version`);
    });
  },
};

export const truthful: Invariant = {
  id: 'I19',
  scope: 'place',
  claim:
    'Who is called promoted had all users as its guard ended, and has them then, and a weight that is called verified is served; who is called rolled back has no deployment under way; no notice says otherwise.',
  judge: (witness) =>
    [rolledBack, promoted, verified, notices].map((law) => law(witness)).reduce(both),
};

interface Claim {
  readonly id: string;
  readonly slot: Course['slot'];
  readonly at: number;
  readonly weight: number;
}

/** What somebody writes by hand after the weight was read back is another matter. */
function verified(witness: Witness): Judgement {
  const edits = witness.history.strokes.flatMap(({ do: deed, atMs }) =>
    deed === 'edit-weights' ? [witness.startedAt + atMs] : [],
  );
  const claims: readonly Claim[] = coursesOf(witness).flatMap(({ id, slot, view }) =>
    view.events.flatMap((event) => {
      const at = Date.parse(event.at);
      if (!('environment' in event) || event.environment !== witness.site.environment) return [];
      if (event.type === 'weight.verified') return [{ id, slot, at, weight: event.weightPercent }];
      return event.type === 'promotion.verified' ? [{ id, slot, at, weight: 100 }] : [];
    }),
  );
  return judgeEach(claims, (claim) => {
    const { id, slot, at, weight } = claim;
    const until = at + appliedMs;
    const later = witness.sights.find((sight) => sight.changed && sight.at > at + secondMs);
    if (slot === undefined || edits.some((edit) => edit >= at && edit <= until)) return undefined;
    const served = witness.sights.some(
      (sight) => sight.at >= at - appliedMs && sight.at <= until && sight.percents[slot] === weight,
    );
    if (!served && isWithdrawn(witness, claim)) return undefined;
    const stays = later === undefined || later.at > until;
    const atLast = sightAt(witness, until)?.percents[slot];
    if (served && (!stays || atLast === weight)) return holds;
    return violated(at, `${weight} % of ${id} are called verified, and ${atLast} % are served`);
  });
}

/**
 * A rollback came before the load balancer has to have followed: nobody will ever see what was rightly ordered.
 * Spillway takes a rule back by deleting it, CodeDeploy a switch by another one, for a deployment that has failed.
 */
function isWithdrawn({ calls, deployments }: Witness, { at, weight }: Claim): boolean {
  const orders = weight === 100 ? ['ModifyListener'] : ['CreateRule', 'ModifyRule'];
  const done = calls.filter(({ error }) => error === undefined);
  const order = done.findLast((call) => call.at <= at && orders.includes(call.operation));
  if (order === undefined) return false;
  const followedAt = order.at + appliedMs;
  const failure = deployments.find((each) => each.at > order.at && FAILED.includes(each.state));
  return done.some((call) => {
    if (call.at < at || call.at > followedAt) return false;
    if (call.operation === 'DeleteRule') return weight < 100;
    return call.operation === 'ModifyListener' && failure !== undefined && call.at > failure.at;
  });
}

const FAILED: readonly string[] = ['STOP', 'FAILURE'];

/** Deployments that have begun and not ended at a moment. */
function underWay({ deployments }: Witness, moment: number): readonly string[] {
  const active = new Set<string>();
  for (const { at, id, state } of deployments) {
    if (at > moment) break;
    if (state === 'START') active.add(id);
    else if (state !== 'READY') active.delete(id);
  }
  return [...active];
}

const rolledBack = (witness: Witness): Judgement =>
  judgeEach(coursesOf(witness), ({ id, status, endedAt }) => {
    if (status !== 'ROLLED_BACK' || endedAt === undefined) return undefined;
    const left = underWay(witness, endedAt + 2 * secondMs);
    return left.length === 0
      ? holds
      : violated(endedAt, `${id} is called rolled back, and ${left.join(', ')} goes on`);
  });

const promoted = (witness: Witness): Judgement =>
  judgeEach(coursesOf(witness), (course) => {
    if (course.status !== 'PROMOTED' || course.endedAt === undefined) return undefined;
    return [
      ...servedAlone(course, course.endedAt, sightAfter(witness, course.endedAt, secondMs)),
      ...judgedRightly(witness, course),
    ];
  });

function servedAlone({ id, digest }: Course, at: number, sight: Sight | undefined) {
  if (sight !== undefined && shareOf(sight, digest) === 100) return holds;
  const serving = sight === undefined ? [] : servingIn(sight).map(shortId);
  return violated(at, `${id} is called promoted, and ${serving.join(' and ') || 'nobody'} serve`);
}

/** From the last count of the tasks until it is written that the guard is over. */
const COUNTED_MS = 3 * secondMs;

/** Tasks may die once the version before was let go; until its guard is over they are to be missed. */
function judgedRightly(witness: Witness, course: Course) {
  const here = course.view.events.filter(
    (event) => 'environment' in event && event.environment === witness.site.environment,
  );
  const guarded = here.findIndex(({ type }) => type === 'promotion.verified');
  const judged = here.slice(guarded + 1).find((e) => e.type === 'bake.judged' && e.complete);
  if (guarded === -1 || judged === undefined) return holds;
  const at = Date.parse(judged.at);
  const sight = sightAt(witness, at + COUNTED_MS);
  // Of a whole fleet nobody can tell who writes: then nobody looked.
  return sight === undefined || sight.at < at ? holds : servedAlone(course, at, sight);
}

const SAID: Readonly<Record<string, string>> = {
  promoted: 'PROMOTED',
  'rolled-back': 'ROLLED_BACK',
  'failed-safe': 'FAILED_SAFE',
  rejected: 'REJECTED',
  superseded: 'SUPERSEDED',
  ignored: 'IGNORED',
  cancelled: 'CANCELLED',
};

function notices(witness: Witness) {
  const courses = coursesOf(witness);
  return judgeEach(witness.deliveries, ({ at, attributes }) => {
    const said = SAID[attributes['kind'] ?? ''];
    const id = attributes['id'] ?? '';
    const course = courses.find((each) => id.startsWith(`${each.id}-`));
    if (said === undefined || course === undefined) return undefined;
    const { status } = course.view.record;
    return said === status
      ? holds
      : violated(at, `people were told ${said} of ${course.id}, which is ${status}`);
  });
}

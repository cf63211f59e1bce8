// I1, I2, I5: weights are sane, at rest one version serves, and a candidate rises by its plan and falls once.
import { has } from '../campaign/history.ts';
import type { SeenCall, Sight, Witness } from '../campaign/witness.ts';
import { both, holds, type Invariant, judgeEach, violated } from './invariant.ts';
import {
  appliedMs,
  type Course,
  coursesOf,
  isWayBack,
  lookedMs,
  secondMs,
  servedBefore,
  servingIn,
  shareOf,
  shortId,
  sightAfter,
} from './reading.ts';

/** What the load balancer needs to apply what it was told: p99 20 s in the fault table. */
const PROPAGATION_MS = 30 * secondMs;

export const saneWeights: Invariant = {
  id: 'I1',
  scope: 'place',
  claim:
    'Weights are whole numbers from 0 to 100; where two groups share users, they add up to 100.',
  judge: (witness) =>
    judgeEach(
      witness.sights.filter(({ changed }) => changed),
      ({ at, weights }) => {
        const shared = weights.filter((each) => each.length > 1);
        if (shared.length === 0) return undefined;
        const bad = shared.find((each) => !each.every(isWhole) || sum(each) !== 100);
        return bad === undefined ? holds : violated(at, `weights ${bad.join('/')}`);
      },
    ),
};

const isWhole = (weight: number): boolean =>
  Number.isInteger(weight) && weight >= 0 && weight <= 100;

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Somebody who edits weights by hand is not Spillway's doing, until the next release reads them back. */
const edited = (witness: Witness): boolean => has(witness.history, 'edit-weights');

export const oneAtRest: Invariant = {
  id: 'I2',
  scope: 'place',
  claim:
    'When a release has ended and no other moves, exactly one version serves: the new one where it was promoted, else the one before; where that one has no image any more, an older one, or the new one if there is none.',
  judge(witness) {
    const courses = coursesOf(witness);
    return judgeEach(courses, (course) => {
      if (course.endedAt === undefined || course.metAt === undefined) return undefined;
      const { endedAt } = course;
      const sight = sightAfter(witness, endedAt, PROPAGATION_MS);
      if (sight === undefined) return holds;
      if (courses.some((other) => other !== course && movesBetween(other, endedAt, sight.at)))
        return undefined;
      return atRest(witness, course, sight);
    });
  },
};

const movesBetween = (other: Course, from: number, to: number): boolean =>
  other.metAt !== undefined && other.metAt <= to && (other.endedAt ?? to) >= from;

function atRest(witness: Witness, course: Course, sight: Sight) {
  const serving = servingIn(sight);
  const expected = servesAfter(witness, course);
  const [only] = serving;
  if (serving.length === 1 && only !== undefined && expected.includes(only)) return holds;
  return violated(
    sight.at,
    `${course.id} is ${course.status}, and ${serving.map(shortId).join(' and ') || 'nobody'} serve instead of ${expected.map(shortId).join(' or ')}`,
  );
}

/** Who may serve alone. Where the image before is gone, that is an older version; or who was to go back, where there is none. */
function servesAfter(witness: Witness, course: Course): readonly string[] {
  if (course.status === 'PROMOTED') return [course.digest];
  const before = servedBefore(witness, course);
  if (!isImageGone(witness, before)) return [before];
  const older = coursesOf(witness)
    .filter(({ status, endedAt = 0 }) => status === 'PROMOTED' && endedAt <= (course.metAt ?? 0))
    .map(({ digest }) => digest);
  const stays = course.status === 'FAILED_SAFE' ? [course.digest] : [];
  return [...new Set([before, witness.initialDigest, ...older, ...stays])];
}

const isImageGone = ({ history, pushes, initialDigest }: Witness, digest: string): boolean =>
  history.strokes.some((stroke) => {
    if (stroke.do !== 'delete-image') return false;
    const push = pushes.find(({ version }) => version === stroke.version);
    return (push?.digest ?? initialDigest) === digest;
  });

export const monotone: Invariant = {
  id: 'I5',
  scope: 'place',
  claim:
    'A candidate rises by the steps of its plan, falls at most once, by those of its way back to 0, and never rises again, nor after its rule was taken away; an ended record stays as it is.',
  judge: (witness) =>
    both(
      judgeEach(coursesOf(witness), (course) =>
        course.weights.length === 0 || edited(witness) || isWayBack(course)
          ? undefined
          : followsPlan(witness, course),
      ),
      absorbing(witness),
    ),
};

function followsPlan(witness: Witness, { id, weights, endedAt }: Course) {
  const { phases, wayDown } = witness.terms;
  const steps = weights.filter(({ at }) => at <= (endedAt ?? Number.POSITIVE_INFINITY));
  const fall = steps.findIndex(({ weight }, index) => weight < (steps[index - 1]?.weight ?? 0));
  const rise = fall === -1 ? steps : steps.slice(0, fall);
  // Giving the listener back to the engine takes the candidate's users away for the moments until it switches.
  const course = steps.map(({ weight }) => weight).join(' ');
  const at = steps.at(-1)?.at ?? 0;
  if (rise.some(({ weight }, index) => weight !== phases[index]?.weight))
    return violated(at, `${id} went ${course}`);
  if (fall === -1) return holds;
  const after = steps.slice(fall).map(({ weight }) => weight);
  const handedBack =
    rise.length === phases.length - 1 &&
    after[0] === 0 &&
    after[1] === 100 &&
    !wasTakenAway(witness, steps[fall + 1]?.at ?? at);
  const rest = handedBack ? after.slice(2) : after;
  if (rest.length === 0 || isWayDown(rest, wayDown)) return holds;
  return violated(at, `${id} went ${course}`);
}

/** Who switches looks for the rule first, and gives it back himself; who takes it away meanwhile means it. */
function wasTakenAway({ calls }: Witness, switchedAt: number): boolean {
  const since = calls.filter(
    ({ at, error }) => error === undefined && at > switchedAt - appliedMs && at <= switchedAt,
  );
  const isSwitch = ({ caller }: SeenCall) => caller.includes('switchtraffic');
  const taken = since.find((call) => call.operation === 'DeleteRule' && !isSwitch(call));
  const switched = since.find((call) => call.operation === 'ContinueDeployment' && isSwitch(call));
  return taken !== undefined && switched !== undefined && switched.at > taken.at + lookedMs;
}

/** Each step is lower than the one before, and the last one leaves no users; whoever is in a hurry skips some. */
const isWayDown = (steps: readonly number[], allowed: readonly number[]): boolean =>
  steps.at(-1) === 0 &&
  steps.every((weight, index) => allowed.includes(weight) && weight < (steps[index - 1] ?? 100));

function absorbing({ looks }: Witness) {
  const ends = new Map<string, string>();
  return judgeEach(looks, ({ at, releases }) => {
    const changed = releases.find(({ id, status }) => (ends.get(id) ?? status) !== status);
    for (const { id, status } of releases) if (isEnd(status)) ends.set(id, status);
    if (ends.size === 0) return undefined;
    if (changed === undefined) return holds;
    return violated(at, `${changed.id} was ${ends.get(changed.id)} and is ${changed.status}`);
  });
}

const isEnd = (status: string): boolean =>
  [
    'PROMOTED',
    'ROLLED_BACK',
    'FAILED_SAFE',
    'REJECTED',
    'SUPERSEDED',
    'IGNORED',
    'CANCELLED',
  ].includes(status);

export const neverAgain: Invariant = {
  id: 'I8',
  scope: 'place',
  claim: 'What was taken back because it was bad is never shifted to again.',
  judge: (witness) =>
    judgeEach(coursesOf(witness), ({ id, digest, status, endedAt, view }) => {
      if (status !== 'ROLLED_BACK' || endedAt === undefined) return undefined;
      if (wasMeddledWith(view.events)) return undefined;
      const again = witness.sights.find(
        (sight) => sight.at > endedAt + PROPAGATION_MS && shareOf(sight, digest) > 0,
      );
      return again === undefined
        ? holds
        : violated(again.at, `${id} was rolled back, and ${shortId(digest)} serves again`);
    }),
};

/** What a person took back, or what a dead execution left, is not bad in itself. */
const wasMeddledWith = (events: readonly { readonly type: string; readonly actor: string }[]) =>
  events.some(({ type, actor }) => type === 'rollback.started' && actor.includes('assumed-role'));

// I6, I7: nobody is sent where nobody can answer, and the way back stays open.
import { has } from '../campaign/history.ts';
import type { Witness } from '../campaign/witness.ts';
import { holds, type Invariant, judgeEach, type Violation, violated } from './invariant.ts';
import {
  appliedMs,
  type Course,
  coursesOf,
  lookedMs,
  secondMs,
  servedBefore,
  shortId,
  sightAt,
  tasksSuffer,
  wasCalled,
} from './reading.ts';
import { slotsOf } from './slots.ts';

export const capacityFirst: Invariant = {
  id: 'I6',
  scope: 'place',
  claim:
    'A share rises only where enough healthy tasks stand, and the version before keeps all of its tasks until the release has ended; where tasks are replaced one by one, as many serve throughout as the spec says.',
  judge: (witness) =>
    judgeEach(coursesOf(witness), (course) =>
      course.slot === undefined || has(witness.history, 'edit-weights')
        ? undefined
        : [...carried(witness, course), ...keptWarm(witness, course), ...replaced(witness, course)],
    ),
};

function carried({ sights, tasksBefore, events }: Witness, course: Course): readonly Violation[] {
  return course.weights.flatMap(({ at, weight }, index) => {
    const { slot } = course;
    const before = course.weights[index - 1]?.weight ?? 0;
    if (slot === undefined || weight <= before) return [];
    const told = sights.filter((each) => each.told && each.at <= at && each.at >= at - appliedMs);
    const seen = told.length > 0 ? told : sights.filter((each) => each.at === at && each.changed);
    const healthy = Math.max(0, ...seen.map(({ behind }) => behind[slot].length));
    const needed = Math.ceil((tasksBefore * weight) / 100);
    if (healthy >= needed) return [];
    // Who dies between the look at the tasks and the order is missed by nobody who could help it.
    const justChanged = seen.some((order) =>
      events.some(
        (event) =>
          event.source === 'aws.ecs' && event.at <= order.at && event.at >= order.at - lookedMs,
      ),
    );
    if (justChanged) return [];
    return violated(at, `${course.id} got ${weight} % with ${healthy} of ${needed} tasks healthy`);
  });
}

function keptWarm(witness: Witness, course: Course): readonly Violation[] {
  if (tasksSuffer(witness) || course.metAt === undefined) return holds;
  const { metAt } = course;
  const stable = servedBefore(witness, course);
  if (witness.terms.servingPercentMin !== undefined) return holds;
  const until = course.weights.findLast(({ weight }) => weight === 100)?.at ?? course.endedAt ?? 0;
  const poor = witness.sights.find(
    (sight) =>
      sight.at >= metAt && sight.at <= until && tasksOf(sight, stable) < witness.tasksBefore,
  );
  if (poor === undefined) return holds;
  return violated(
    poor.at,
    `${shortId(stable)} has ${tasksOf(poor, stable)} of ${witness.tasksBefore} tasks while ${course.id} is under way`,
  );
}

/** Without a second fleet the versions share one: together they have as many tasks as the spec says. */
function replaced(witness: Witness, { id, metAt, endedAt = witness.endedAt }: Course) {
  const { terms, tasksBefore, sights } = witness;
  if (terms.servingPercentMin === undefined || metAt === undefined || tasksSuffer(witness))
    return holds;
  const needed = Math.floor((tasksBefore * terms.servingPercentMin) / 100);
  const poor = sights.find(
    ({ at, behind }) => at >= metAt && at <= endedAt && behind.a.length + behind.b.length < needed,
  );
  return poor === undefined
    ? holds
    : violated(poor.at, `fewer than ${needed} tasks serve while ${id} replaces them`);
}

const tasksOf = (sight: Witness['sights'][number], digest: string): number =>
  slotsOf.reduce(
    (count, slot) => count + sight.behind[slot].filter((each) => each === digest).length,
    0,
  );

export const nobodyUnanswered: Invariant = {
  id: 'I6b',
  scope: 'place',
  claim:
    'Whenever shares change or something is written down, and each minute, each group that keeps users for a second has a healthy task.',
  judge: (witness) => {
    if (tasksSuffer(witness) || has(witness.history, 'edit-weights')) {
      return judgeEach([], () => holds);
    }
    const { sights } = witness;
    const empties = sights.map((_sight, index) => abandoned(witness, index));
    return judgeEach(sights, (sight, index) => {
      const empty = empties[index];
      // Told once.
      return empty === undefined || empties[index - 1] === empty
        ? holds
        : violated(sight.at, `group ${empty} gets ${sight.percents[empty]} % and has no task`);
    });
  },
};

/** The group that has users and no task, unless nobody could have been faster. */
function abandoned(witness: Witness, index: number) {
  const sight = witness.sights[index];
  if (sight === undefined) return undefined;
  const empty = slotsOf.find((slot) => sight.percents[slot] > 0 && sight.behind[slot].length === 0);
  // Two orders that the load balancer follows at nearly the same moment.
  const next = witness.sights[index + 1]?.at ?? Number.POSITIVE_INFINITY;
  if (empty === undefined || next - sight.at < secondMs) return undefined;
  return isFollowedLate(witness, sight.at) ? undefined : empty;
}

/** The share was taken away, and the load balancer takes longer than anybody waits for it; CodeDeploy itself never waits. */
const isFollowedLate = (witness: Witness, now: number): boolean =>
  wasCalled(witness, 'ModifyListener', [now - appliedMs, now]) ||
  wasCalled(witness, 'DeleteRule', [now - appliedMs, now - DRAINED_MS]);

const DRAINED_MS = 15 * secondMs;

export const wayBack: Invariant = {
  id: 'I7',
  scope: 'place',
  claim: 'No share rises while the image that a rollback would need is gone.',
  judge: (witness) => {
    const deletions = witness.history.strokes.filter((stroke) => stroke.do === 'delete-image');
    return judgeEach(deletions, ({ atMs }) => {
      const goneAt = witness.startedAt + atMs;
      const served = sightAt(witness, goneAt);
      const started = coursesOf(witness).find(
        (course) =>
          course.metAt !== undefined &&
          course.metAt > goneAt + PREPARED_MS &&
          servedBefore(witness, course) === deletedDigest(witness, atMs),
      );
      if (served === undefined) return undefined;
      return started === undefined
        ? holds
        : violated(started.metAt ?? 0, `${started.id} reached users without a way back`);
    });
  },
};

/** Who had passed the preflight before goes on. */
const PREPARED_MS = 15 * 60_000;

function deletedDigest({ history, pushes, initialDigest }: Witness, atMs: number): string {
  const stroke = history.strokes.find((each) => each.do === 'delete-image' && each.atMs === atMs);
  const version = stroke?.do === 'delete-image' ? stroke.version : '';
  return pushes.find((each) => each.version === version)?.digest ?? initialDigest;
}

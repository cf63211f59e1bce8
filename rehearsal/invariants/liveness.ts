// I10, I13, I16, I17, I22: no push is lost, everything ends, and nothing is left behind.
import { pushesOf } from '../campaign/history.ts';
import type { Witness } from '../campaign/witness.ts';
import { holds, type Invariant, judgeEach, violated } from './invariant.ts';
import { type Course, coursesOf, isOver, minuteMs, secondMs, shortId } from './reading.ts';

const TOLD_MS = 10 * minuteMs;

export const noPushLost: Invariant = {
  id: 'I10',
  claim: 'Each push has exactly one record, within ten minutes of the push or of the healing.',
  judge(witness) {
    const courses = coursesOf(witness);
    return judgeEach(witness.pushes, (push) => {
      if (wasDeleted(witness, push.version)) return undefined;
      const own = courses.filter(
        ({ digest, view }) => digest === push.digest && view.record.trigger.kind !== 'rollback',
      );
      const at = Math.max(push.at, witness.healedAt);
      const [first] = own;
      if (first === undefined) {
        return at + TOLD_MS > witness.endedAt
          ? undefined
          : violated(at + TOLD_MS, `the push of ${push.version} has no record`);
      }
      if (own.length > 1)
        return violated(at, `the push of ${push.version} has ${own.length} records`);
      if (first.receivedAt <= at + TOLD_MS) return holds;
      return violated(first.receivedAt, `the push of ${push.version} was noticed too late`);
    });
  },
};

const wasDeleted = ({ history }: Witness, version: string): boolean =>
  history.strokes.some((stroke) => stroke.do === 'delete-image' && stroke.version === version);

/** From the healing, or from the first sight of the release, until it has to be over. */
const OVER_MS = 3 * 60 * minuteMs + 15 * minuteMs;

export const alwaysEnds: Invariant = {
  id: 'I13',
  claim:
    'Each release ends: by its deadline and a quarter of an hour, or so long after the healing.',
  judge: (witness) =>
    judgeEach(coursesOf(witness), (course) => {
      const until = Math.max(course.receivedAt, witness.healedAt) + OVER_MS;
      if (course.endedAt !== undefined && course.endedAt <= until) return holds;
      const at = course.endedAt ?? witness.endedAt;
      return at < until
        ? undefined
        : violated(at, `${course.id} is ${course.status} ${hours(at - course.receivedAt)} h on`);
    }),
};

const hours = (ms: number): string => (ms / (60 * minuteMs)).toFixed(1);

const WITHDRAWN_MS = 6 * minuteMs;
const SETTLED_MS = 30 * minuteMs;

export const killSafe: Invariant = {
  id: 'I16',
  claim:
    'Within six minutes of the death of a release its candidate has no users, and within thirty the record has ended.',
  judge: (witness) => {
    const courses = coursesOf(witness);
    const deaths = witness.executions.filter(
      ({ machine, status }) =>
        machine === 'spillway-release' && ['ABORTED', 'FAILED', 'TIMED_OUT'].includes(status),
    );
    return judgeEach(deaths, ({ at, name }) => {
      const course = courses.find(({ view }) => view.executionArn.endsWith(`:${name}`));
      if (course === undefined || (course.endedAt ?? at + 1) <= at) return undefined;
      const from = Math.max(at, witness.healedAt);
      return [...withdrawn(course, from), ...settled(course, from, witness.endedAt)];
    });
  },
};

function withdrawn({ id, weights, status }: Course, from: number) {
  // Dead while it finished: what is proven may be promoted all the same.
  if (status === 'PROMOTED') return holds;
  const late = weights.find(
    ({ at, weight }, index) => weight > 0 && (weights[index + 1]?.at ?? at) > from + WITHDRAWN_MS,
  );
  return late === undefined
    ? holds
    : violated(from + WITHDRAWN_MS, `${id} is dead and still has ${late.weight} % of the users`);
}

function settled({ id, endedAt, status }: Course, from: number, end: number) {
  const until = from + SETTLED_MS;
  if ((endedAt ?? end) <= until) return holds;
  return violated(until, `${id} is dead and its record says ${status}`);
}

const LEASE_MS = 150 * secondMs;

export const lockFree: Invariant = {
  id: 'I17',
  claim: 'No release that has ended holds the lane for longer than two and a half minutes.',
  judge: (witness) => {
    const courses = coursesOf(witness);
    return judgeEach(witness.looks, ({ at, moving }) => {
      if (moving === '' || at < witness.healedAt) return undefined;
      const endedAt = courses.find(({ id }) => id === moving)?.endedAt;
      if (endedAt === undefined) return holds;
      const until = Math.max(endedAt, witness.healedAt) + LEASE_MS;
      return at <= until ? holds : violated(at, `${moving} has ended and holds the lane`);
    });
  },
};

export const noOrphans: Invariant = {
  id: 'I22',
  claim:
    'When all releases have ended, no rule, deployment, task set, lane or place of theirs is left.',
  judge: (witness) =>
    judgeEach([witness.last], ({ overlay, deploymentsActive, taskSets }) => {
      if (pushesOf(witness.history).length === 0) return undefined;
      const left = witness.looks.at(-1);
      const problems = [
        ...(overlay ? ["Spillway's rule is still on the listener"] : []),
        ...(deploymentsActive > 0 ? [`${deploymentsActive} deployments still go on`] : []),
        ...(taskSets > 1 ? [`there are ${taskSets} task sets`] : []),
        ...(left?.moving ? [`the lane is held by ${left.moving}`] : []),
        ...(left?.waiting ? [`${left.waiting} still waits`] : []),
        ...(left?.occupant ? [`the place is held by ${left.occupant}`] : []),
        ...coursesOf(witness)
          .filter((course) => !isOver(course))
          .map(({ id, status, digest }) => `${id} (${shortId(digest)}) is ${status}`),
      ];
      return problems.length === 0 ? holds : violated(witness.endedAt, problems.join('; '));
    }),
};

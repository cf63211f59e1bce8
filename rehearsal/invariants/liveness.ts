// I10, I13, I16, I17, I22: no push is lost, everything ends, and nothing is left behind.
import { pushesOf } from '../campaign/history.ts';
import type { SeenDeployment, Witness } from '../campaign/witness.ts';
import { both, holds, type Invariant, type Judgement, judgeEach, violated } from './invariant.ts';
import {
  type Course,
  coursesOf,
  descentMs,
  faultsStruck,
  isOfPush,
  isOver,
  minuteMs,
  secondMs,
  shortId,
} from './reading.ts';

const TOLD_MS = 10 * minuteMs;
const TOLD_CALMLY_MS = minuteMs;

export const noPushLost: Invariant = {
  id: 'I10',
  scope: 'service',
  claim:
    'Each push has exactly one record: within a minute where nothing failed, else within ten of the push or of the healing.',
  judge(witness) {
    const courses = coursesOf(witness);
    return judgeEach(witness.pushes, (push) => {
      if (wasDeleted(witness, push.version)) return undefined;
      const own = courses.filter(
        ({ digest, view }) => digest === push.digest && (push.built || isOfPush(view)),
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
      const isCalm = faultsStruck(witness) === 0;
      const until = isCalm ? push.at + TOLD_CALMLY_MS : at + TOLD_MS;
      if (first.receivedAt <= until) return holds;
      return violated(first.receivedAt, `the push of ${push.version} was noticed too late`);
    });
  },
};

const wasDeleted = ({ history }: Witness, version: string): boolean =>
  history.strokes.some((stroke) => stroke.do === 'delete-image' && stroke.version === version);

const AFTER_DEADLINE_MS = 15 * minuteMs;
const AFTER_HEALING_MS = 10 * minuteMs;

export const alwaysEnds: Invariant = {
  id: 'I13',
  scope: 'service',
  claim:
    'Each release ends: a quarter of an hour after its deadline, or ten minutes after the healing where that is later. A rollback that starts no deployment ends ten minutes after its beginning or the healing, or a quarter of an hour where tasks have to be replaced.',
  judge: (witness) => both(inTime(witness), takenBack(witness)),
};

const takenBack = (witness: Witness): Judgement =>
  judgeEach(coursesOf(witness), (course) => {
    const { id, endedAt = witness.endedAt } = course;
    const started = rollbackOf(course);
    if (started === undefined || started.target.kind === 'redeploy') return undefined;
    const from = Math.max(Date.parse(started.at), witness.healedAt);
    const until = from + AFTER_HEALING_MS + replacedMs(course);
    return endedAt <= until
      ? holds
      : violated(until, `the rollback of ${id} took ${hours(endedAt - Date.parse(started.at))} h`);
  });

const inTime = (witness: Witness): Judgement =>
  judgeEach(coursesOf(witness), (course) => {
    const { admission } = course.view.record;
    // Whoever is not admitted yet has no deadline of its own.
    const deadline =
      admission === null
        ? course.receivedAt + witness.terms.lastsMs
        : Date.parse(admission.deadlineAt);
    const until = Math.max(deadline + AFTER_DEADLINE_MS, witness.healedAt + AFTER_HEALING_MS);
    if (course.endedAt !== undefined && course.endedAt <= until) return holds;
    const at = course.endedAt ?? witness.endedAt;
    return at < until
      ? undefined
      : violated(at, `${course.id} is ${course.status} ${hours(at - course.receivedAt)} h on`);
  });

const hours = (ms: number): string => (ms / (60 * minuteMs)).toFixed(1);

const rollbackOf = ({ view }: Course) =>
  view.events.find((event) => event.type === 'rollback.started');

/** Tasks start and drain one after the other: that takes longer than a weight to change. */
const replacedMs = (course: Course): number => {
  const kind = rollbackOf(course)?.target.kind;
  return kind === 'redeploy' || kind === 'scheduler' ? 5 * minuteMs : 0;
};

/** Somebody hears of the death. */
const HEARD_MS = 2 * minuteMs;
/** Nobody does, or what should be done about it fails too: the sweep finds it. */
const FOUND_MS = 6 * minuteMs;

export const killSafe: Invariant = {
  id: 'I16',
  scope: 'world',
  claim:
    'A dead release has no users and has ended within two minutes of its death, or within six of the healing where something else failed. A way back in steps takes these in addition, and one for which tasks have to be replaced five minutes.',
  judge: (witness) => {
    const courses = coursesOf(witness);
    // The death itself is one.
    const isLonely = faultsStruck(witness) <= 1;
    return judgeEach(deathsIn(witness), ({ at, name }) => {
      const course = courses.find(({ view }) => view.executionArn.endsWith(`:${name}`));
      if (course === undefined || (course.endedAt ?? at + 1) <= at) return undefined;
      const heardBy = isLonely ? at + HEARD_MS : Math.max(at, witness.healedAt) + FOUND_MS;
      const until = heardBy + descentMs(witness, course, at) + replacedMs(course);
      return [...withdrawn(course, until), ...settled(course, until, witness.endedAt)];
    });
  },
};

const deathsIn = ({ executions }: Witness): Witness['executions'] =>
  executions.filter(
    ({ machine, status }) =>
      machine === 'spillway-release' && ['ABORTED', 'FAILED', 'TIMED_OUT'].includes(status),
  );

function withdrawn({ id, weights, status }: Course, until: number) {
  // Dead while it finished: what is proven may be promoted all the same.
  if (status === 'PROMOTED') return holds;
  const late = weights.find(
    ({ at, weight }, index) => weight > 0 && (weights[index + 1]?.at ?? at) > until,
  );
  return late === undefined
    ? holds
    : violated(until, `${id} is dead and still has ${late.weight} % of the users`);
}

function settled({ id, endedAt, status }: Course, until: number, end: number) {
  if ((endedAt ?? end) <= until) return holds;
  return violated(until, `${id} is dead and its record says ${status}`);
}

const LEASE_MS = 150 * secondMs;

export const lockFree: Invariant = {
  id: 'I17',
  scope: 'service',
  claim:
    'No release that has ended holds the lane, or a place behind another, for longer than two and a half minutes.',
  judge: (witness) => {
    const courses = coursesOf(witness);
    const excusedUntil = faultsStruck(witness) === 0 ? witness.startedAt : witness.healedAt;
    return judgeEach(witness.looks, ({ at, moving, waiting }) => {
      const held = [moving, waiting].filter((id) => id !== '');
      if (held.length === 0 || at < excusedUntil) return undefined;
      const late = courses.find(
        ({ id, endedAt }) =>
          held.includes(id) &&
          endedAt !== undefined &&
          at > Math.max(endedAt, excusedUntil) + LEASE_MS,
      );
      return late === undefined
        ? holds
        : violated(at, `${late.id} has ended and keeps its place in the lane`);
    });
  },
};

export const noOrphans: Invariant = {
  id: 'I22',
  scope: 'place',
  claim:
    'When all releases have ended, no rule, deployment, task set, lane or place of theirs is left. What was deployed of one that ended before is stopped a minute after its end, three where one thing failed, or six after the healing.',
  judge: (witness) => both(tidy(witness), stopped(witness)),
};

const tidy = (witness: Witness): Judgement =>
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
  });

/** An end that is no rollback: whoever deploys it at that very moment is the only one who knows. */
const UNDEPLOYED = ['CANCELLED', 'REJECTED', 'SUPERSEDED'];
/** From the call until CodeDeploy says that it has begun. */
const BEGUN_MS = 3 * secondMs;

const stopped = (witness: Witness): Judgement =>
  judgeEach(coursesOf(witness), ({ id, status, endedAt, view }) => {
    const entered = view.events.find(({ type }) => type === 'environment.entered');
    if (!UNDEPLOYED.includes(status) || endedAt === undefined || entered === undefined)
      return undefined;
    const until = stoppedBy(witness, endedAt);
    const from = Date.parse(entered.at);
    const left = witness.deployments.find(
      ({ at, id: own, state }) =>
        state === 'START' &&
        at >= from &&
        at <= endedAt + BEGUN_MS &&
        !witness.deployments.some((other) => other.id === own && isEndBy(other, until)),
    );
    return left === undefined || until > witness.endedAt
      ? holds
      : violated(until, `${id} is ${status}, and its deployment ${left.id} goes on`);
  });

function stoppedBy(witness: Witness, endedAt: number): number {
  const faults = faultsStruck(witness);
  if (faults > 1) return Math.max(endedAt, witness.healedAt) + FOUND_MS;
  return endedAt + (faults === 0 ? 1 : 3) * minuteMs;
}

const isEndBy = ({ at, state }: SeenDeployment, until: number): boolean =>
  at <= until && state !== 'START' && state !== 'READY';

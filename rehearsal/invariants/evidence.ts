// I4, I24: more users only on evidence, and never while an alarm is up or somebody has frozen the place.
import type { SiteSlot } from '../../core/contract/site.ts';
import type { Stroke } from '../campaign/history.ts';
import type { SeenCall, Witness } from '../campaign/witness.ts';
import type { LedgerView } from '../ledger.ts';
import {
  both,
  holds,
  type Invariant,
  type Judgement,
  judgeEach,
  type Violation,
  violated,
} from './invariant.ts';
import {
  appliedMs,
  type Course,
  coursesOf,
  faultsStruck,
  isByHand,
  isWayBack,
  minuteMs,
  secondMs,
  shareOf,
} from './reading.ts';

/** From the last look of the judge until the weight is written, with retries. */
const DECIDED_MS = 90 * secondMs;

interface Rise {
  readonly course: Course;
  readonly id: string;
  readonly slot: SiteSlot;
  readonly from: { readonly at: number; readonly weight: number };
  readonly to: { readonly at: number; readonly weight: number };
}

/** Each rise of a candidate's share from one step of its plan to the next. */
function risesOf(witness: Witness): readonly Rise[] {
  return coursesOf(witness).flatMap((course) => {
    const { id, slot, weights } = course;
    return weights.flatMap((to, index) => {
      const from = weights.slice(0, index).findLast(({ weight }) => weight > 0);
      const rises = from !== undefined && to.weight > from.weight;
      return rises && slot !== undefined ? [{ course, id, slot, from, to }] : [];
    });
  });
}

export const evidence: Invariant = {
  id: 'I4',
  scope: 'place',
  claim:
    'A share rises only after its bake, with data about the candidate since the last rise, and with no alarm of its own up.',
  judge: (witness) =>
    both(
      judgeEach(risesOf(witness), (rise) =>
        wasShortened(witness)
          ? undefined
          : [...baked(witness, rise), ...watched(witness, rise), ...calm(witness, rise)],
      ),
      judgeEach(coursesOf(witness), (course) => guarded(witness, course)),
    ),
};

/** The end of a promotion is evidence too: that of the guard. */
function guarded(witness: Witness, course: Course) {
  const { id, status, endedAt } = course;
  if (isWayBack(course)) return undefined;
  if (status !== 'PROMOTED' || endedAt === undefined || wasShortened(witness)) return undefined;
  const guardedMs = endedAt - (wholeAt(witness, course) ?? endedAt);
  return guardedMs >= witness.terms.guardMs - appliedMs
    ? holds
    : violated(endedAt, `${id} was promoted after ${Math.round(guardedMs / secondMs)} s of guard`);
}

/** Since when it has all users. Where tasks are replaced one by one, no weight tells, and somebody has to look. */
function wholeAt(
  { sights }: Witness,
  { weights, metAt, digest, endedAt = 0 }: Course,
): number | undefined {
  const { at } = weights.findLast(({ weight }) => weight === 100) ?? {};
  if (at !== undefined || metAt === undefined) return at;
  return sights.find(
    (sight) => sight.at >= metAt && sight.at <= endedAt && shareOf(sight, digest) === 100,
  )?.at;
}

export const goodIsPromoted: Invariant = {
  id: 'I0',
  scope: 'service',
  claim:
    'Where nothing fails, no release needs a person in the end; where every version is good too, each is promoted or superseded, whatever alarms of the version before say.',
  judge(witness) {
    if (faultsStruck(witness) > 0) return judgeEach([], () => holds);
    return judgeEach(coursesOf(witness), ({ id, slot, status, endedAt }) => {
      if (status === 'FAILED_SAFE') return violated(endedAt ?? 0, `${id} was left to a person`);
      if (!witness.history.strokes.every((stroke) => isHarmless(stroke, slot))) return undefined;
      return status === 'PROMOTED' || status === 'SUPERSEDED'
        ? holds
        : violated(endedAt ?? witness.endedAt, `${id} is good, and is ${status}`);
    });
  },
};

const isHarmless = (stroke: Stroke, slot: SiteSlot | undefined): boolean =>
  stroke.kind === 'version.good' ||
  (stroke.do === 'raise-alarm' && slot !== undefined && !stroke.alarm.startsWith(slot));

/** An operator may shorten a bake, and edits weights at will. */
const wasShortened = ({ history }: Witness): boolean =>
  history.strokes.some(
    (stroke) =>
      stroke.do === 'edit-weights' || (stroke.do === 'decide' && stroke.action === 'promote'),
  );

const step = ({ id, from, to }: Rise): string => `${id} rose from ${from.weight} to ${to.weight} %`;

function baked({ terms }: Witness, rise: Rise): readonly Violation[] {
  const { bakeMs = 0 } = terms.phases.find(({ weight }) => weight === rise.from.weight) ?? {};
  const bakedMs = rise.to.at - rise.from.at;
  if (bakedMs >= bakeMs - appliedMs) return holds;
  return violated(rise.to.at, `${step(rise)} after ${Math.round(bakedMs / secondMs)} s`);
}

function watched({ site, data }: Witness, rise: Rise): readonly Violation[] {
  const group = site.targetGroups[rise.slot].metricName;
  const seen = (data.get(group) ?? []).some((at) => at > rise.from.at && at <= rise.to.at);
  return seen ? holds : violated(rise.to.at, `${step(rise)} without a datum about it`);
}

function calm(witness: Witness, rise: Rise): readonly Violation[] {
  const up = judging(witness, rise.course, alarmsUp(witness, rise));
  if (up.length === 0) return holds;
  return violated(rise.to.at, `${step(rise)} with ${up.join(', ')} in ALARM`);
}

/** The candidate's alarms that were up when it was decided, and until the rise. */
function alarmsUp({ alarms, site }: Witness, { slot, to }: Rise): readonly Up[] {
  const prefixes = [slot, 'service'].map(
    (scope) => `spillway/${site.service}/${site.environment}/${scope}/`,
  );
  return upAt(alarms, to.at, prefixes);
}

interface Up {
  readonly name: string;
  readonly since: number;
}

/** Without those that whoever asked for the release has named, and that are up from before it was prepared. */
function judging(
  { overrides, calls, site }: Witness,
  { view }: Course,
  up: readonly Up[],
): readonly string[] {
  const { artifact, trigger } = view.record;
  const named = trigger.kind === 'operator' ? overrides : [];
  const names = named.flatMap((each) => (each.version === artifact.version ? each.names : []));
  const enteredAt = entryOf(view, site.environment);
  const { at: preparedAt = 0 } =
    calls.find((call) => call.at >= enteredAt && isPreparing(call)) ?? {};
  return up
    .filter(({ name, since }) => !names.includes(name) || since > preparedAt)
    .map(({ name }) => name);
}

/** Alarms that had been up for longer than it takes from a decision to its effect. */
function upAt(
  alarms: Witness['alarms'],
  moment: number,
  prefixes: readonly string[],
): readonly Up[] {
  const raised = new Map<string, number>();
  for (const { at, name, to } of alarms) {
    if (at > moment || !prefixes.some((prefix) => name.startsWith(prefix))) continue;
    if (to === 'ALARM') raised.set(name, at);
    else raised.delete(name);
  }
  return [...raised].flatMap(([name, since]) =>
    since < moment - DECIDED_MS ? [{ name, since }] : [],
  );
}

export const blockers: Invariant = {
  id: 'I24',
  scope: 'place',
  claim:
    'No release enters a frozen place, unless it leads back; none begins or is deployed while an alarm of its service is up, unless whoever asked for it has named that alarm, and no share rises while a person has paused it.',
  judge: (witness) => both(both(frozen(witness), alarmed(witness)), paused(witness)),
};

/** From the answer to a person until everybody acts by it: what was decided before may still arrive. */
const HEARD_MS = 10 * secondMs;
/** What had entered before the freeze may go on: it needs up to so long until its first users. */
const PREPARED_MS = 20 * minuteMs;

function frozen(witness: Witness): Judgement {
  const spans = spansOf(witness, 'freeze', 'unfreeze');
  // Nothing keeps a service from going back to what was good.
  const courses = coursesOf(witness).filter((course) => !isWayBack(course));
  return judgeEach(spans, ({ from, to }) => {
    const isWithin = (at: number, slackMs: number) => at > from + slackMs && at < to;
    const entered = courses.find(({ view }) =>
      view.events.some(
        (event) =>
          event.type === 'gate.opened' &&
          event.environment === witness.site.environment &&
          event.evidence['phase'] === 'before' &&
          isWithin(Date.parse(event.at), HEARD_MS),
      ),
    );
    if (entered !== undefined) return violated(from, `${entered.id} entered a frozen place`);
    const met = courses.find(({ metAt }) => metAt !== undefined && isWithin(metAt, PREPARED_MS));
    return met === undefined
      ? holds
      : violated(met.metAt ?? 0, `${met.id} reached users although the place was frozen`);
  });
}

function alarmed(witness: Witness): Judgement {
  const { calls, alarms, site } = witness;
  const courses = coursesOf(witness);
  return judgeEach(calls.filter(isPreparing), ({ at, operation }) => {
    const going = courses.filter(
      ({ receivedAt, endedAt = at }) => receivedAt <= at && at <= endedAt,
    );
    // The alarms may be why somebody goes back.
    if (going.some(isWayBack)) return undefined;
    const course = going.findLast(({ view }) => entryOf(view, site.environment) <= at);
    const found = upAt(alarms, at, [`spillway/${site.service}/${site.environment}/`]);
    const up =
      course === undefined ? found.map(({ name }) => name) : judging(witness, course, found);
    const did = operation === 'CreateDeployment' ? 'deployed' : 'begun';
    return up.length === 0 ? holds : violated(at, `${did} with ${up.join(', ')} in ALARM`);
  });
}

/** What it does first, where CodeDeploy deploys and where the scheduler of ECS does; and what has users in the end. */
const isPreparing = ({ operation, caller, error }: SeenCall): boolean =>
  ['RegisterTaskDefinition', 'CreateDeployment'].includes(operation) &&
  caller.includes('preparedeployment') &&
  error === undefined;

/** Until then it waits for its turn, or is in the place before. */
const entryOf = ({ events }: LedgerView, environment: string): number => {
  const entry = events.find(
    (event) => event.type === 'environment.entered' && event.environment === environment,
  );
  return entry === undefined ? Number.POSITIVE_INFINITY : Date.parse(entry.at);
};

function paused(witness: Witness): Judgement {
  const courses = coursesOf(witness);
  // A step that was accepted before the pause may need its retries.
  const slackMs = faultsStruck(witness) === 0 ? HEARD_MS : DECIDED_MS;
  return judgeEach(spansOf(witness, 'pause', 'resume'), ({ from, to, releaseId }) => {
    const course = courses.find(({ id }) => id === releaseId);
    const risen = course?.weights.find(
      (step, index) =>
        step.at > from + slackMs &&
        step.at < to &&
        step.weight > (course.weights[index - 1]?.weight ?? 0) &&
        !isByHand(witness, step),
    );
    return risen === undefined
      ? holds
      : violated(risen.at, `${releaseId} rose to ${risen.weight} % while it was paused`);
  });
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly releaseId: string;
}

/** From the answer to one decision until the one is asked for that lifts it. */
function spansOf({ decisions, endedAt }: Witness, begins: string, ends: string): readonly Span[] {
  const accepted = decisions.filter(({ status }) => status === 200);
  return accepted
    .filter(({ action }) => action === begins)
    .map(({ at, releaseId }) => ({
      from: at,
      to: accepted.find((each) => each.action === ends && each.at > at)?.askedAt ?? endedAt,
      releaseId,
    }));
}

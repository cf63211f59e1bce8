// How laws read what a bystander saw: who was served when, which release a version belongs to, how calm it was.

import type { SiteSlot } from '../../core/contract/site.ts';
import { isTerminal } from '../../core/release/transitions.ts';
import { has, type Stroke } from '../campaign/history.ts';
import type { Sight, Witness } from '../campaign/witness.ts';
import type { LedgerView } from '../ledger.ts';
import { slotsOf } from './slots.ts';

export const secondMs = 1000;
export const minuteMs = 60 * secondMs;

/** The longest that a load balancer takes to do as it was told; nobody can see when it does. */
export const appliedMs = 2 * minuteMs;

/** From a look at what is there until what is done upon it. */
export const lookedMs = 1000;

/** The share of a digest in per cent: of each group's share, as much as its healthy tasks run it. */
export function shareOf(sight: Sight, digest: string): number {
  return slotsOf.reduce((sum, slot) => {
    const tasks = sight.behind[slot];
    if (tasks.length === 0) return sum;
    const own = tasks.filter((each) => each === digest).length;
    return sum + (sight.percents[slot] * own) / tasks.length;
  }, 0);
}

/** Everyone who serves somebody. */
export const servingIn = (sight: Sight): readonly string[] => [
  ...new Set(slotsOf.flatMap((slot) => (sight.percents[slot] > 0 ? sight.behind[slot] : []))),
];

/** What was seen last at a moment. */
export function sightAt({ sights }: Witness, at: number): Sight | undefined {
  let [low, high] = [0, sights.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sights[middle]?.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return sights[low - 1];
}

/** Tasks that died are replaced, and found healthy, within that. */
const REPLACED_MS = 3 * minuteMs;

/**
 * What was seen last within some time after an end. Where nobody looked then, the next look tells: none from before
 * the end says anything about it. Where tasks die by themselves, it is the first look that finds somebody serving.
 */
export function sightAfter(witness: Witness, endedAt: number, withinMs: number): Sight | undefined {
  const { sights, healedAt } = witness;
  const last = sightAt(witness, Math.min(endedAt + withinMs, witness.endedAt));
  const seen = (last?.at ?? 0) > endedAt ? last : sights.find(({ at }) => at > endedAt);
  if (seen === undefined || !tasksSuffer(witness)) return seen;
  const until = Math.max(endedAt, healedAt) + REPLACED_MS;
  const served = sights.find(
    (each) => each.at >= seen.at && each.at <= until && servingIn(each).length > 0,
  );
  return served ?? seen;
}

/** Tasks that crash, run out of memory or find no room are not Spillway's doing. */
export const tasksSuffer = ({ history }: Witness): boolean =>
  has(history, 'crash', 'capacity') || history.strokes.some(({ kind }) => MORTAL.includes(kind));

const MORTAL = ['version.crash-loop', 'version.leak'];

export interface Course {
  readonly view: LedgerView;
  readonly id: string;
  readonly digest: string;
  /** What came of it in this place: whoever went on to the next one was promoted here. */
  readonly status: string;
  readonly receivedAt: number;
  /** Undefined while it goes on here. */
  readonly endedAt: number | undefined;
  /** Where its tasks are; undefined where users never met it. */
  readonly slot: SiteSlot | undefined;
  /** The first moment at which users met it. */
  readonly metAt: number | undefined;
  /** Changes of its share, from first to last. */
  readonly weights: readonly { readonly at: number; readonly weight: number }[];
}

export const coursesOf = (witness: Witness): readonly Course[] =>
  witness.releases.map((view) => courseOf(witness, view));

function courseOf(witness: Witness, view: LedgerView): Course {
  const { record } = view;
  const digest = record.artifact.digest ?? '';
  const receivedAt = Date.parse(record.receivedAt);
  const { status, endedAt } = endIn(witness, view);
  const during = witness.sights.filter(
    ({ at }) => at >= receivedAt && at <= (endedAt ?? witness.endedAt) + 15 * secondMs,
  );
  const met = during.find((sight) =>
    slotsOf.some((slot) => sight.percents[slot] > 0 && sight.behind[slot].includes(digest)),
  );
  const slot = slotsOf.find(
    (each) => (met?.percents[each] ?? 0) > 0 && met?.behind[each].includes(digest) === true,
  );
  const weights =
    slot === undefined || met === undefined
      ? []
      : during
          .filter(({ at, changed }) => changed && at >= met.at)
          .map((sight) => ({ at: sight.at, weight: weightIn(sight, slot, digest) }))
          .filter(({ weight }, index, all) => weight !== (all[index - 1]?.weight ?? 0));
  return {
    view,
    id: record.releaseId,
    digest,
    status,
    receivedAt,
    endedAt,
    slot,
    metAt: met?.at,
    weights,
  };
}

/** Where a release ends, it ends as a whole; before that, its promotion is its end. */
function endIn(
  { site, terms }: Witness,
  { record, events }: LedgerView,
): Pick<Course, 'status' | 'endedAt'> {
  const promotion = events.find(
    (event) => event.type === 'environment.promoted' && event.environment === site.environment,
  );
  if (promotion !== undefined && !terms.isLast)
    return { status: 'PROMOTED', endedAt: Date.parse(promotion.at) };
  const endedAt = 'endedAt' in record ? Date.parse(record.endedAt) : undefined;
  return { status: record.status, endedAt };
}

/** A group in which others stand by now is theirs. */
const weightIn = ({ percents, behind }: Sight, slot: SiteSlot, digest: string): number =>
  behind[slot].length > 0 && !behind[slot].includes(digest) ? 0 : percents[slot];

/** The version that had all users before anything of the release was deployed. */
export function servedBefore(witness: Witness, course: Course): string {
  const metAt = course.metAt ?? course.endedAt ?? witness.endedAt;
  // Whose tasks have all died for a moment is still the one that serves.
  const before = witness.sights.findLast(
    (sight) => sight.at < metAt && servingIn(sight).length > 0,
  );
  const [only] = before === undefined ? [] : servingIn(before);
  return only ?? witness.initialDigest;
}

/** How long it is to stay at lower shares on its way from the one that it has at a moment: the old tasks warm up. */
export function descentMs({ terms }: Witness, { weights }: Course, moment: number): number {
  const from = weights.findLast(({ at }) => at <= moment)?.weight ?? 0;
  return terms.stepMs * terms.wayDown.filter((weight) => weight > 0 && weight < from).length;
}

/** The way back to a version that was good is short: it has no phases and no bakes. */
export const isWayBack = ({ view }: Course): boolean => view.record.trigger.kind === 'rollback';

/** A person asks for what they like, and a rollback for what was there before: neither is a push's own. */
export const isOfPush = ({ record }: LedgerView): boolean =>
  record.trigger.kind === 'push' || record.trigger.kind === 'reconcile';

export const isOver = ({ status }: Course): boolean => isTerminal(status as never);

/** Whether somebody has made that call between two moments, and it was done. */
export const wasCalled = (
  { calls }: Pick<Witness, 'calls'>,
  wanted: string,
  [from, to]: readonly [number, number],
): boolean =>
  calls.some(
    ({ operation, error, at }) =>
      operation === wanted && error === undefined && at >= from && at <= to,
  );

/** Whether somebody wrote a weight by hand shortly before users met it. */
export const isByHand = (
  { history, calls }: Witness,
  { at, weight }: Course['weights'][number],
): boolean =>
  history.strokes.some((stroke) => stroke.do === 'edit-weights' && stroke.weight === weight) &&
  wasCalled(
    { calls: calls.filter(({ caller }) => !caller.includes('assumed-role/')) },
    'ModifyRule',
    [at - appliedMs, at],
  );

/** What goes wrong once, beside calls, events, functions and executions that fail by a rule. */
const MISHAPS: readonly Stroke['do'][] = [
  'stop-execution',
  'crash',
  'capacity',
  'delete-image',
  'edit-weights',
];

/** How often anything failed that is neither a version nor a person. The sweep is a net: that it fails is no excuse. */
export function faultsStruck({ faults, history }: Witness): number {
  const struck = Object.entries(faults).filter(
    ([kind]) => kind !== 'lambda.killed' || !killsSweepsOnly(history),
  );
  const mishaps = history.strokes.filter((stroke) => MISHAPS.includes(stroke.do)).length;
  return mishaps + struck.reduce((sum, [, count]) => sum + count, 0);
}

const killsSweepsOnly = ({ strokes }: Witness['history']): boolean =>
  strokes.every(
    (stroke) =>
      stroke.do !== 'fault' || stroke.rule.hook !== 'lambda' || stroke.rule.name === 'sweep',
  );

export const shortId = (digest: string): string => digest.slice(7, 15);

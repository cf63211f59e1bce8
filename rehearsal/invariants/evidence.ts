// I4, I24: more users only on evidence, and never while an alarm is up or somebody has frozen the place.
import type { SiteSlot } from '../../core/contract/site.ts';
import type { Witness } from '../campaign/witness.ts';
import { both, holds, type Invariant, judgeEach, type Violation, violated } from './invariant.ts';
import { type Course, coursesOf, minuteMs, secondMs } from './reading.ts';

/** The bakes of the campaign's plan. */
const BAKE_MS = 5 * minuteMs;
/** The load balancer may have applied the step before later than this one. */
const SLACK_MS = 30 * secondMs;
/** From the last look of the judge until the weight is written, with retries. */
const DECIDED_MS = 90 * secondMs;

interface Rise {
  readonly id: string;
  readonly slot: SiteSlot;
  readonly from: { readonly at: number; readonly weight: number };
  readonly to: { readonly at: number; readonly weight: number };
}

/** How long the version before is kept warm. */
const GUARD_MS = 10 * minuteMs;

/** Each rise of a candidate's share from one step of its plan to the next. */
function risesOf(witness: Witness): readonly Rise[] {
  return coursesOf(witness).flatMap(({ id, slot, weights }) =>
    weights.flatMap((to, index) => {
      const from = weights.slice(0, index).findLast(({ weight }) => weight > 0);
      const rises = from !== undefined && to.weight > from.weight;
      return rises && slot !== undefined ? [{ id, slot, from, to }] : [];
    }),
  );
}

export const evidence: Invariant = {
  id: 'I4',
  claim:
    'A share rises only after its bake, with data about the candidate since the last rise, and with no alarm of its own up.',
  judge: (witness) =>
    both(
      judgeEach(risesOf(witness), (rise) =>
        wasShortened(witness)
          ? undefined
          : [...baked(rise), ...watched(witness, rise), ...calm(witness, rise)],
      ),
      judgeEach(coursesOf(witness), (course) => guarded(witness, course)),
    ),
};

/** The end of a promotion is evidence too: that of the guard. */
function guarded(witness: Witness, { id, status, weights, endedAt }: Course) {
  if (status !== 'PROMOTED' || endedAt === undefined || wasShortened(witness)) return undefined;
  const whole = weights.findLast(({ weight }) => weight === 100)?.at ?? endedAt;
  const guardedMs = endedAt - whole;
  return guardedMs >= GUARD_MS - SLACK_MS
    ? holds
    : violated(endedAt, `${id} was promoted after ${Math.round(guardedMs / secondMs)} s of guard`);
}

export const goodIsPromoted: Invariant = {
  id: 'I0',
  claim: 'Where nothing fails and every version is good, every release is promoted or superseded.',
  judge(witness) {
    const { mix, strokes } = witness.history;
    const calmly = mix === 'calm' && strokes.every((stroke) => stroke.kind === 'version.good');
    return judgeEach(calmly ? coursesOf(witness) : [], ({ id, status, endedAt }) =>
      status === 'PROMOTED' || status === 'SUPERSEDED'
        ? holds
        : violated(endedAt ?? witness.endedAt, `${id} is good, and is ${status}`),
    );
  },
};

/** An operator may shorten a bake, and edits weights at will. */
const wasShortened = ({ history }: Witness): boolean =>
  history.strokes.some(
    (stroke) =>
      stroke.do === 'edit-weights' || (stroke.do === 'decide' && stroke.action === 'promote'),
  );

const step = ({ id, from, to }: Rise): string => `${id} rose from ${from.weight} to ${to.weight} %`;

function baked(rise: Rise): readonly Violation[] {
  const bakedMs = rise.to.at - rise.from.at;
  if (bakedMs >= BAKE_MS - SLACK_MS) return holds;
  return violated(rise.to.at, `${step(rise)} after ${Math.round(bakedMs / secondMs)} s`);
}

function watched({ site, data }: Witness, rise: Rise): readonly Violation[] {
  const group = site.targetGroups[rise.slot].metricName;
  const seen = (data.get(group) ?? []).some((at) => at > rise.from.at && at <= rise.to.at);
  return seen ? holds : violated(rise.to.at, `${step(rise)} without a datum about it`);
}

function calm(witness: Witness, rise: Rise): readonly Violation[] {
  const up = alarmsUp(witness, rise);
  if (up.length === 0) return holds;
  return violated(rise.to.at, `${step(rise)} with ${up.join(', ')} in ALARM`);
}

/** The candidate's alarms that were up when it was decided, and until the rise. */
function alarmsUp({ alarms, site }: Witness, { slot, to }: Rise): readonly string[] {
  const prefixes = [slot, 'service'].map(
    (scope) => `spillway/${site.service}/${site.environment}/${scope}/`,
  );
  const raised = new Map<string, number>();
  for (const { at, name, to: state } of alarms) {
    if (at > to.at || !prefixes.some((prefix) => name.startsWith(prefix))) continue;
    if (state === 'ALARM') raised.set(name, at);
    else raised.delete(name);
  }
  return [...raised].flatMap(([name, since]) => (since < to.at - DECIDED_MS ? [name] : []));
}

export const blockers: Invariant = {
  id: 'I24',
  claim: 'No release enters a frozen place, and no share rises there.',
  judge: (witness) => {
    const freezes = witness.decisions.filter(({ status }) => status === 200);
    const spans = spansOf(freezes, witness.endedAt);
    return judgeEach(spans, ({ from, to }) => {
      const met = coursesOf(witness).find(
        ({ metAt }) => metAt !== undefined && metAt > from + PREPARED_MS && metAt < to,
      );
      return met === undefined
        ? holds
        : violated(met.metAt ?? 0, `${met.id} reached users although the place was frozen`);
    });
  },
};

/** What had entered before the freeze may go on: it needs up to so long until its first users. */
const PREPARED_MS = 20 * minuteMs;

function spansOf(
  decisions: Witness['decisions'],
  end: number,
): readonly { readonly from: number; readonly to: number }[] {
  return decisions
    .filter(({ action }) => action === 'freeze')
    .map(({ at }) => ({
      from: at,
      to: decisions.find((each) => each.action === 'unfreeze' && each.at > at)?.at ?? end,
    }));
}

// Judges a fleet: each place and each service by the laws of every history, all of them by one about crowds.
import type { Witness } from '../campaign/witness.ts';
import { invariants } from '../invariants/all.ts';
import { both, holds, type Judgement, judgeEach, violated } from '../invariants/invariant.ts';
import { coursesOf, isOver, minuteMs } from '../invariants/reading.ts';

export interface Judged {
  readonly invariants: Readonly<
    Record<string, { readonly checked: number; readonly violated: number }>
  >;
  readonly violations: readonly Broken[];
}

export interface Broken {
  readonly service: string;
  readonly environment: string;
  readonly invariant: string;
  readonly detail: string;
}

export const progressClaim =
  'From the moment at which its lane is free, each release ends within three times what one takes that is alone; while good versions are pushed to a service, one is promoted at least every two such times.';

export function judgeFleet(witnesses: readonly Witness[], unloadedMs: number): Judged {
  const counts: Record<string, { checked: number; violated: number }> = {};
  const violations: Broken[] = [];
  for (const witness of witnesses) {
    for (const [id, { checked, violations: broken }] of judgementsOf(witness, unloadedMs)) {
      const known = counts[id] ?? { checked: 0, violated: 0 };
      counts[id] = { checked: known.checked + checked, violated: known.violated + broken.length };
      const { service, environment } = witness.site;
      for (const { detail } of broken)
        violations.push({ service, environment, invariant: id, detail });
    }
  }
  return { invariants: counts, violations };
}

/** A service is judged once, where its releases end. Whose a call of the world is, nobody can tell. */
function judgementsOf(
  witness: Witness,
  unloadedMs: number,
): readonly (readonly [string, Judgement])[] {
  const scopes = witness.terms.isLast ? ['place', 'service'] : ['place'];
  const judged = invariants
    .filter(({ scope }) => scopes.includes(scope))
    .map(({ id, judge }) => [id, judge(witness)] as const);
  return witness.terms.isLast
    ? [...judged, ['I23b', both(ends(witness, unloadedMs), promotes(witness, unloadedMs))]]
    : judged;
}

const SLOWER_MAX = 3;
/** A freeze of the workloads, and the next look at whether it is over. */
const FROZEN_MS = 25 * minuteMs;

/** Who waits behind another of its service has not begun, and who is overtaken there never does. */
function ends(witness: Witness, unloadedMs: number): Judgement {
  const courses = coursesOf(witness);
  const wasFrozen = witness.history.strokes.some((stroke) => stroke.do === 'freeze');
  const maxMs = SLOWER_MAX * unloadedMs + (wasFrozen ? FROZEN_MS : 0);
  return judgeEach(courses, (course) => {
    const started = course.view.events.find(({ type }) => type === 'release.started');
    if (started === undefined || course.view.record.trigger.kind === 'rollback') return undefined;
    const before = courses.flatMap(({ endedAt = 0 }) =>
      endedAt <= Date.parse(started.at) ? [endedAt] : [],
    );
    const freeAt = Math.max(course.receivedAt, ...before);
    const tookMs = (course.endedAt ?? witness.endedAt) - freeAt;
    return isOver(course) && tookMs <= maxMs
      ? holds
      : violated(
          freeAt + maxMs,
          `${course.id} took ${minutes(tookMs)} min, alone ${minutes(unloadedMs)}`,
        );
  });
}

const GAP_MAX = 2;

/** Only where every version is good, and there are pushes for longer than that. */
function promotes({ history, pushes, releases }: Witness, unloadedMs: number): Judgement {
  const isGood = history.strokes.every(({ kind }) => kind === 'version.good');
  const maxMs = GAP_MAX * unloadedMs;
  const [first] = pushes;
  const last = pushes.at(-1);
  if (!isGood || first === undefined || last === undefined || last.at - first.at <= maxMs)
    return judgeEach([], () => holds);
  const promotions = releases.flatMap(({ record }) =>
    record.status === 'PROMOTED' ? [Date.parse(record.endedAt)] : [],
  );
  const moments = [first.at, ...promotions.filter((at) => at < last.at), last.at].sort(
    (a, b) => a - b,
  );
  return judgeEach(moments.slice(1), (at) => {
    const before = moments[moments.indexOf(at) - 1] ?? at;
    return at - before <= maxMs
      ? holds
      : violated(at, `nothing was promoted for ${minutes(at - before)} min`);
  });
}

const minutes = (ms: number): string => (ms / minuteMs).toFixed(0);

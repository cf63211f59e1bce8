// I11: an event that comes more than once has the effects of one. Told by the same history without the doubles.
import { holds, type Judgement, judgeEach, violated } from '../invariants/invariant.ts';
import { coursesOf, secondMs } from '../invariants/reading.ts';
import type { History, Stroke } from './history.ts';
import type { Witness } from './witness.ts';

export const echoClaim =
  'Events that come twice, in any order, lead to the same ends, deployments and notices as events that come once.';

const isEcho = (stroke: Stroke): boolean =>
  stroke.do === 'fault' && stroke.rule.hook === 'event' && stroke.rule.fault === 'twice';

/** Where anything else happens too, chance may lead elsewhere. */
export const isEchoed = ({ strokes }: History): boolean =>
  strokes.some(isEcho) && strokes.every((stroke) => stroke.do === 'push' || isEcho(stroke));

export const withoutEchoes = (history: History): History => ({
  ...history,
  strokes: history.strokes.filter((stroke) => !isEcho(stroke)),
});

export function judgeEcho(twice: Witness, once: Witness): Judgement {
  const [got, wanted] = [effectsOf(twice), effectsOf(once)];
  return judgeEach(new Set([...Object.keys(got), ...Object.keys(wanted)]), (what) =>
    got[what] === wanted[what]
      ? holds
      : violated(
          twice.endedAt,
          `${what}: ${got[what] ?? 0} times, ${wanted[what] ?? 0} without doubles`,
        ),
  );
}

const BEGUN = ['CreateDeployment', 'RegisterTaskDefinition', 'StopDeployment'];

function effectsOf(witness: Witness): Readonly<Record<string, number>> {
  const effects: Record<string, number> = {};
  const count = (what: string) => {
    effects[what] = (effects[what] ?? 0) + 1;
  };
  const courses = coursesOf(witness);
  for (const { view, status } of courses) count(`${view.record.artifact.version} ${status}`);
  for (const { operation, caller, error } of witness.calls) {
    if (
      caller.includes('assumed-role/Spillway-') &&
      error === undefined &&
      BEGUN.includes(operation)
    )
      count(operation);
  }
  // By what they say: where tasks crash by chance, a notice may come one look of the judge earlier, under another number.
  const told = new Set<string>();
  for (const { attributes, at } of witness.deliveries) {
    const id = attributes['id'] ?? '';
    if (told.has(id)) continue;
    told.add(id);
    const course = courses.find((each) => id.startsWith(`${each.id}-`));
    if (course !== undefined && at <= witness.endedAt - secondMs)
      count(`notice ${attributes['kind']} of ${course.view.record.artifact.version}`);
  }
  return effects;
}

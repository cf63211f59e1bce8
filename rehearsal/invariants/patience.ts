// I0b: what AWS, or a function, fails to do once, it is asked again.
import type { History, Stroke } from '../campaign/history.ts';
import { holds, type Invariant, judgeEach, violated } from './invariant.ts';
import { coursesOf } from './reading.ts';

export const patience: Invariant = {
  id: 'I0b',
  scope: 'service',
  claim:
    'A good version is promoted although one call of AWS failed, was refused or got no answer, or one function died.',
  judge: (witness) =>
    judgeEach(isHiccup(witness.history) ? coursesOf(witness) : [], ({ id, status, endedAt }) =>
      status === 'PROMOTED' || status === 'SUPERSEDED'
        ? holds
        : violated(endedAt ?? witness.endedAt, `${id} is good, and is ${status} after one fault`),
    ),
};

/** One call or one function of all, and nothing else but good versions. */
function isHiccup({ strokes }: History): boolean {
  const others = strokes.filter(({ kind }) => kind !== 'version.good');
  return others.length === 1 && others.every(isOnce);
}

const isOnce = (stroke: Stroke): boolean =>
  stroke.do === 'fault' &&
  stroke.rule.times === 1 &&
  (stroke.rule.hook === 'call' ||
    (stroke.rule.hook === 'lambda' && stroke.rule.fault === 'killed'));

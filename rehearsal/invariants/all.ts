// Every law, in the order of their numbers.
import type { Witness } from '../campaign/witness.ts';
import { capacityFirst, nobodyUnanswered, wayBack } from './capacity.ts';
import { contained } from './containment.ts';
import { decisions } from './decisions.ts';
import { fairBudget, intentFirst, noEcho, noticed, oneShifter } from './effects.ts';
import { blockers, evidence, goodIsPromoted } from './evidence.ts';
import { digestIdentity, forward, truthful } from './identity.ts';
import type { Invariant, Judgement } from './invariant.ts';
import { alwaysEnds, killSafe, lockFree, noOrphans, noPushLost } from './liveness.ts';
import { patience } from './patience.ts';
import { fastRollback } from './rollback.ts';
import { monotone, neverAgain, oneAtRest, saneWeights } from './weights.ts';

export const invariants: readonly Invariant[] = [
  goodIsPromoted,
  patience,
  saneWeights,
  oneAtRest,
  oneShifter,
  evidence,
  monotone,
  capacityFirst,
  nobodyUnanswered,
  wayBack,
  neverAgain,
  digestIdentity,
  noPushLost,
  forward,
  alwaysEnds,
  fastRollback,
  noEcho,
  killSafe,
  lockFree,
  noticed,
  truthful,
  decisions,
  intentFirst,
  noOrphans,
  fairBudget,
  blockers,
  contained,
];

export const judgeAll = (witness: Witness): Readonly<Record<string, Judgement>> =>
  Object.fromEntries(invariants.map(({ id, judge }) => [id, judge(witness)]));

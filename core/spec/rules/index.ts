/** Every law of a spec, in the order of the error table. Adding one touches this list and its own file. */
import { windowsOpen } from './gates.ts';
import {
  checksDiffer,
  dependenciesDiffer,
  dependsOnOthers,
  environmentsDiffer,
  notItself,
  serviceIsKnown,
} from './names.ts';
import { bakesOutlastAlarms, releaseMeetsDeadline, trafficSuffices } from './pace.ts';
import {
  firstStepIsSmall,
  gradualRollbackEnds,
  lastWeightIsAll,
  rollingCanMove,
  weightsDiffer,
  weightsRise,
} from './phases.ts';
import type { Rule } from './rule.ts';
import { labelsAreFew, notesAreShort, specFitsTheRegistry } from './text.ts';
import {
  alarmsFitTheDeployment,
  alarmsWatchTheCandidate,
  somethingWatches,
  syntheticRequestsHaveAPath,
} from './watch.ts';

export const rules: readonly Rule[] = [
  specFitsTheRegistry,
  weightsRise,
  weightsDiffer,
  lastWeightIsAll,
  firstStepIsSmall,
  rollingCanMove,
  gradualRollbackEnds,
  windowsOpen,
  bakesOutlastAlarms,
  trafficSuffices,
  releaseMeetsDeadline,
  somethingWatches,
  alarmsWatchTheCandidate,
  alarmsFitTheDeployment,
  syntheticRequestsHaveAPath,
  serviceIsKnown,
  environmentsDiffer,
  checksDiffer,
  dependenciesDiffer,
  dependsOnOthers,
  notItself,
  notesAreShort,
  labelsAreFew,
];

/** `spillway abort`. */
import { decisionCommand } from '../decision-command.ts';

export const abort = decisionCommand({
  action: 'abort',
  summary: 'End a release, and give the version before all traffic again',
  effect: `The version before gets all traffic again, at once where the plan does not say otherwise.`,
});

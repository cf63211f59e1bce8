/** `spillway promote`. */
import { decisionCommand } from '../decision-command.ts';

export const promote = decisionCommand({
  action: 'promote',
  summary: 'Skip the rest of the current bake, as soon as the judge finds nothing against it',
  effect: `The rest of this bake is not waited for. A failing verdict still rolls back, and an inconclusive one
still waits.`,
});

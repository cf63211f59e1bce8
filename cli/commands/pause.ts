/** `spillway pause`. */
import { decisionCommand } from '../decision-command.ts';

export const pause = decisionCommand({
  action: 'pause',
  summary: 'Hold a release where it is; a breach still rolls it back',
  effect: `Nothing rises any more. The release is judged all the same, and a breach still rolls it back.`,
});

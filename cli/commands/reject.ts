/** `spillway reject`. */
import { decisionCommand } from '../decision-command.ts';

export const reject = decisionCommand({
  action: 'reject',
  summary: 'Refuse an approval: the release ends, and what was deployed is taken back',
  effect: `The release ends. What was deployed is taken back.`,
});

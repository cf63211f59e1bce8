/** `spillway approve`. */
import { decisionCommand } from '../decision-command.ts';

export const approve = decisionCommand({
  action: 'approve',
  summary: 'Open a gate that waits for an approval',
  effect: `The gate opens for this image, this plan and this phase. Where the plan asks for four eyes, whoever
started the release cannot approve it.`,
});

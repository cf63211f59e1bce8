/** `spillway resume`. */
import { decisionCommand } from '../decision-command.ts';

export const resume = decisionCommand({
  action: 'resume',
  summary: 'Let a held release go on',
  effect: `The release goes on from where it stands.`,
});

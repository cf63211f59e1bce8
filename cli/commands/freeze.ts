/** `spillway freeze`. */
import { freezeCommand } from '../freeze-command.ts';

export const freeze = freezeCommand({
  action: 'freeze',
  summary: 'Let no release enter an environment until it is unfrozen; going back still works',
  effect:
    'Releases wait before the environment. What is under way there goes on, and can still go back.',
});

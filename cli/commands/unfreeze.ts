/** `spillway unfreeze`. */
import { freezeCommand } from '../freeze-command.ts';

export const unfreeze = freezeCommand({
  action: 'unfreeze',
  summary: 'Lift a freeze: what waited for that goes on',
  effect: 'It lifts the freeze of exactly this service and environment, as it was frozen.',
});

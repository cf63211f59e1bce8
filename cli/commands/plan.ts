/** `spillway plan`: what a release of a spec would do, how long it takes and what it costs. */
import { type Command, exitCodes } from '../command.ts';

export const plan: Command = {
  name: 'plan',
  summary: 'Show what a release of a spec would do, how long it takes and what it costs',
  usage: 'Usage: spillway plan FILE [--json] [--requests-per-second N]',
  examples: ['spillway plan examples/shop/releases/order-service.yaml'],
  run: async () => exitCodes.failed,
};

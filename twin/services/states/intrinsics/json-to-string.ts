// States.JsonToString: a value as JSON text.
import type { Intrinsic } from './intrinsic.ts';

export const jsonToString: Intrinsic = {
  fewest: 1,
  most: 1,
  apply: (args) => JSON.stringify(args[0] ?? null),
};

// States.Array: its arguments as an array.
import type { Intrinsic } from './intrinsic.ts';

export const array: Intrinsic = {
  fewest: 0,
  most: Number.POSITIVE_INFINITY,
  apply: (args) => [...args],
};

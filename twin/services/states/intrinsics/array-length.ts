// States.ArrayLength: how many members an array has.
import { arrayArgument, type Intrinsic } from './intrinsic.ts';

export const arrayLength: Intrinsic = {
  fewest: 1,
  most: 1,
  apply: (args) => arrayArgument(args, 0).length,
};

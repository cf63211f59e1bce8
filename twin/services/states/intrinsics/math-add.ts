// States.MathAdd: the sum of two integers.
import { type Intrinsic, integerArgument } from './intrinsic.ts';

export const mathAdd: Intrinsic = {
  fewest: 2,
  most: 2,
  apply: (args) => integerArgument(args, 0) + integerArgument(args, 1),
};

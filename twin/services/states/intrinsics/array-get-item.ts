// States.ArrayGetItem: the member at an index.
import { arrayArgument, type Intrinsic, IntrinsicProblem, integerArgument } from './intrinsic.ts';

export const arrayGetItem: Intrinsic = {
  fewest: 2,
  most: 2,
  apply(args) {
    const index = integerArgument(args, 1);
    const item = arrayArgument(args, 0)[index];
    if (item === undefined) throw new IntrinsicProblem(`The index ${index} is out of bounds.`);
    return item;
  },
};

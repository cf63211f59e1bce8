// States.ArrayPartition: an array cut into chunks of a size.
import { arrayArgument, type Intrinsic, IntrinsicProblem, integerArgument } from './intrinsic.ts';

export const arrayPartition: Intrinsic = {
  fewest: 2,
  most: 2,
  apply(args) {
    const items = arrayArgument(args, 0);
    const size = integerArgument(args, 1);
    if (size <= 0) throw new IntrinsicProblem('The chunk size must be a positive integer.');
    const count = Math.ceil(items.length / size);
    return Array.from({ length: count }, (_, index) =>
      items.slice(index * size, (index + 1) * size),
    );
  },
};

// States.ArrayRange: numbers from first to last, both included, in steps.
import {
  ARRAY_LENGTH_MAX,
  type Intrinsic,
  IntrinsicProblem,
  integerArgument,
} from './intrinsic.ts';

export const arrayRange: Intrinsic = {
  fewest: 3,
  most: 3,
  apply(args) {
    const first = integerArgument(args, 0);
    const last = integerArgument(args, 1);
    const step = integerArgument(args, 2);
    if (step === 0) throw new IntrinsicProblem('The increment must not be 0.');
    const count = Math.max(0, Math.floor((last - first) / step) + 1);
    if (count > ARRAY_LENGTH_MAX) {
      throw new IntrinsicProblem(`The range must have at most ${ARRAY_LENGTH_MAX} elements.`);
    }
    return Array.from({ length: count }, (_, index) => first + index * step);
  },
};

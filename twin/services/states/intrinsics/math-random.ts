// States.MathRandom: an integer from start (included) to end (excluded), optionally from a seed.
import { createRandom } from '../../../kernel/random.ts';
import { type Intrinsic, integerArgument, numberArgument } from './intrinsic.ts';

export const mathRandom: Intrinsic = {
  fewest: 2,
  most: 3,
  apply(args, tools) {
    const start = integerArgument(args, 0);
    const end = integerArgument(args, 1);
    const draw = args.length === 3 ? createRandom(numberArgument(args, 2)).next() : tools.random();
    return start + Math.floor(draw * (end - start));
  },
};

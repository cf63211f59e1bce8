// States.ArrayUnique: an array without its repetitions, in the order of first appearance.
import { deepEqual, type Json } from '../json.ts';
import { arrayArgument, type Intrinsic } from './intrinsic.ts';

export const arrayUnique: Intrinsic = {
  fewest: 1,
  most: 1,
  apply(args) {
    const unique: Json[] = [];
    for (const item of arrayArgument(args, 0)) {
      if (!unique.some((seen) => deepEqual(seen, item))) unique.push(item);
    }
    return unique;
  },
};

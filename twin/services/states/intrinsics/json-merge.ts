// States.JsonMerge: two objects as one; the second wins. Only the shallow merge exists.
import { isObject, type Json, type JsonObject } from '../json.ts';
import { type Intrinsic, IntrinsicProblem } from './intrinsic.ts';

export const jsonMerge: Intrinsic = {
  fewest: 3,
  most: 3,
  apply(args) {
    if (args[2] !== false) {
      throw new IntrinsicProblem('Only the shallow merging mode (false) is supported.');
    }
    return { ...objectArgument(args[0]), ...objectArgument(args[1]) };
  },
};

function objectArgument(value: Json | undefined): JsonObject {
  if (isObject(value)) return value;
  throw new IntrinsicProblem('The first two arguments must be objects.');
}

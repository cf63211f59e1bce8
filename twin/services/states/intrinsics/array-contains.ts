// States.ArrayContains: whether an array has a value among its members.
import { deepEqual } from '../json.ts';
import { arrayArgument, type Intrinsic } from './intrinsic.ts';

export const arrayContains: Intrinsic = {
  fewest: 2,
  most: 2,
  apply: (args) => arrayArgument(args, 0).some((item) => deepEqual(item, args[1] ?? null)),
};

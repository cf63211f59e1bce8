// States.StringToJson: the value of a JSON text.
import { type Intrinsic, IntrinsicProblem, stringArgument } from './intrinsic.ts';

export const stringToJson: Intrinsic = {
  fewest: 1,
  most: 1,
  apply(args) {
    const text = stringArgument(args, 0);
    // AWS gives null for text without content.
    if (text.trim() === '') return null;
    try {
      return JSON.parse(text);
    } catch {
      throw new IntrinsicProblem('The argument is not valid JSON.');
    }
  },
};

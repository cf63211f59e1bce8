// States.StringSplit: text cut at any of the given characters. Empty parts are dropped, as on AWS.
import { type Intrinsic, stringArgument } from './intrinsic.ts';

export const stringSplit: Intrinsic = {
  fewest: 2,
  most: 2,
  apply(args) {
    const text = stringArgument(args, 0);
    const delimiters = new Set(stringArgument(args, 1));
    const parts: string[] = [''];
    for (const character of text) {
      if (delimiters.has(character)) parts.push('');
      else parts.push((parts.pop() ?? '') + character);
    }
    return parts.filter((part) => part !== '');
  },
};

// States.Base64Decode: the text behind base64.
import { type Intrinsic, shortText } from './intrinsic.ts';

export const base64Decode: Intrinsic = {
  fewest: 1,
  most: 1,
  apply: (args) => Buffer.from(shortText(args, 0), 'base64').toString('utf8'),
};

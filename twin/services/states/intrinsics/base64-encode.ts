// States.Base64Encode: text in UTF-8 as base64.
import { type Intrinsic, shortText } from './intrinsic.ts';

export const base64Encode: Intrinsic = {
  fewest: 1,
  most: 1,
  apply: (args) => Buffer.from(shortText(args, 0), 'utf8').toString('base64'),
};

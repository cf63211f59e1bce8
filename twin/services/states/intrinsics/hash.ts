// States.Hash: the digest of a value in hexadecimal. What is not a string is hashed as its JSON text.
import { createHash } from 'node:crypto';
import { type Intrinsic, IntrinsicProblem, stringArgument, TEXT_LENGTH_MAX } from './intrinsic.ts';

const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

export const hash: Intrinsic = {
  fewest: 2,
  most: 2,
  apply(args) {
    const [data = null] = args;
    return digest(typeof data === 'string' ? data : JSON.stringify(data), stringArgument(args, 1));
  },
};

export function digest(text: string, algorithmName: string): string {
  const algorithm = ALGORITHMS[algorithmName];
  if (algorithm === undefined) {
    throw new IntrinsicProblem(
      `${algorithmName} is none of ${Object.keys(ALGORITHMS).join(', ')}.`,
    );
  }
  if (text.length > TEXT_LENGTH_MAX) {
    throw new IntrinsicProblem(`The data must have at most ${TEXT_LENGTH_MAX} characters.`);
  }
  return createHash(algorithm).update(text, 'utf8').digest('hex');
}

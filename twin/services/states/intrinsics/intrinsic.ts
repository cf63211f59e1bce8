// The shape of an intrinsic function, and the checks that their arguments share.
import { isArray, type Json } from '../json.ts';

export interface IntrinsicTools {
  readonly uuid: () => string;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

export interface Intrinsic {
  readonly fewest: number;
  readonly most: number;
  readonly apply: (args: readonly Json[], tools: IntrinsicTools) => Json;
}

export class IntrinsicProblem extends Error {
  override readonly name = 'IntrinsicProblem';
}

/** The longest array that an intrinsic function may build (ArrayRange), as AWS documents. */
export const ARRAY_LENGTH_MAX = 1000;
/** The most characters that Hash, Base64Encode and Base64Decode take, as AWS documents. */
export const TEXT_LENGTH_MAX = 10_000;

export function arrayArgument(args: readonly Json[], index: number): readonly Json[] {
  const value = args[index];
  if (isArray(value)) return value;
  throw new IntrinsicProblem(`The argument at position ${index + 1} must be an array.`);
}

export function numberArgument(args: readonly Json[], index: number): number {
  const value = args[index];
  if (typeof value === 'number') return value;
  throw new IntrinsicProblem(`The argument at position ${index + 1} must be a number.`);
}

/** AWS rounds where it wants an integer. */
export const integerArgument = (args: readonly Json[], index: number): number =>
  Math.round(numberArgument(args, index));

export function stringArgument(args: readonly Json[], index: number): string {
  const value = args[index];
  if (typeof value === 'string') return value;
  throw new IntrinsicProblem(`The argument at position ${index + 1} must be a string.`);
}

export function shortText(args: readonly Json[], index: number): string {
  const text = stringArgument(args, index);
  if (text.length <= TEXT_LENGTH_MAX) return text;
  throw new IntrinsicProblem(`The argument must have at most ${TEXT_LENGTH_MAX} characters.`);
}

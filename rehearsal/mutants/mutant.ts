// A bug to plant into Spillway: where, and the history in which it shows.
import type { Hunt } from './hunts.ts';

export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** Exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** The history in which it shows. */
  readonly hunt: Hunt;
}

export const mutant = (
  name: string,
  hunt: Hunt,
  file: string,
  [find, replace = '']: readonly [string, string?],
): Mutant => ({ name, hunt, file, find, replace });

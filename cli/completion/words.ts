/** What can follow `spillway`: the commands, and the flags that each one's usage names. */
import type { Command } from '../command.ts';

export interface Completion {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly string[];
  /** By flag, or by `` for what follows the command itself. */
  readonly words: Readonly<Record<string, readonly string[]>>;
}

/** The usage is what people read, so it names every flag; a test holds it to the parser. */
export function toCompletion({ name, summary, usage, words = {} }: Command): Completion {
  const found = usage.matchAll(/(?<![\w-])--[a-z][a-z-]*/g);
  return { name, summary, flags: [...new Set([...found].map(([flag]) => flag)), '--help'], words };
}

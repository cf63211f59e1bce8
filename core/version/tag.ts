/** Image tags: what ECR allows, which ones name a version, and which ones a service listens to. */
import { parseVersion, type Version } from './version.ts';

/** A tag taken apart: `auth-v1.2.3` is prefix `auth-v` and version 1.2.3. */
export interface VersionTag {
  readonly tag: string;
  readonly prefix: string;
  readonly version: Version;
}

const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const patternPattern = /^[A-Za-z0-9_*][A-Za-z0-9._*-]{0,127}$/;
const starsMax = 8;

/** What the registry takes for a tag. */
export function isTag(text: string): boolean {
  return tagPattern.test(text);
}

/**
 * The version that a tag names. A prefix ends in a letter, `-` or `_` (`v1.2.3`, `auth-v1.2.3`,
 * `release-1.2.3`). A tag cannot hold `+`, so build metadata never comes from one.
 */
export function parseTag(tag: string): VersionTag | undefined {
  if (!isTag(tag)) return undefined;
  const start = tag.search(/(?<![0-9.])\d+\.\d+\.\d+/);
  if (start < 0) return undefined;
  const version = parseVersion(tag.slice(start));
  if (version === undefined) return undefined;
  return { tag, prefix: tag.slice(0, start), version };
}

/** A glob over tags in which `*` stands for any run of characters, and nothing else is special. */
export function isTagPattern(text: string): boolean {
  return patternPattern.test(text) && text.split('*').length - 1 <= starsMax;
}

export function matchesTagPattern(tag: string, pattern: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return tag === pattern;
  const tail = rest.pop() ?? '';
  if (!tag.startsWith(head) || !tag.endsWith(tail)) return false;
  if (tag.length < head.length + tail.length) return false;
  return containsInOrder(tag.slice(head.length, tag.length - tail.length), rest);
}

/** Leftmost matches suffice for a glob, so this never backtracks. */
function containsInOrder(text: string, pieces: readonly string[]): boolean {
  let from = 0;
  for (const piece of pieces) {
    const at = text.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return true;
}

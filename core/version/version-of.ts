/** The version that a tag or a plain text says; undefined where it says none. */
import { parseTag } from './tag.ts';
import { isOlder, parseVersion, type Version } from './version.ts';

export const versionOf = (text: string): Version | undefined =>
  parseTag(text)?.version ?? parseVersion(text);

/** False where one of them says no version. */
export function isTagOlder(tag: string, than: string): boolean {
  const [version, other] = [versionOf(tag), versionOf(than)];
  return version !== undefined && other !== undefined && isOlder(version, other);
}

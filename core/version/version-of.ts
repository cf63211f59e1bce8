/** The version that a tag or a plain text says; undefined where it says none. */
import { parseTag } from './tag.ts';
import { parseVersion, type Version } from './version.ts';

export const versionOf = (text: string): Version | undefined =>
  parseTag(text)?.version ?? parseVersion(text);

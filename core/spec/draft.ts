/** What is left of a written spec when everything that was refused is taken out of it. */
import { formatPath, type Path } from './path.ts';
import type { WrittenSpec } from './schema.ts';

/** Rules judge drafts too, so that one mistake does not hide the next. */
export type DraftSpec = Draft<WrittenSpec>;

export type Draft<T> = T extends readonly (infer Item)[]
  ? readonly (Draft<Item> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Draft<T[Key]> | undefined }
    : T;

/** Holes in lists stay holes: the paths of what follows must not move. */
export function withoutPaths(value: unknown, paths: readonly Path[]): unknown {
  const removed = new Set(paths.map(formatPath));
  return prune(value, [], removed);
}

function prune(value: unknown, path: Path, removed: ReadonlySet<string>): unknown {
  if (removed.has(formatPath(path))) return undefined;
  if (Array.isArray(value))
    return value.map((item, index) => prune(item, [...path, index], removed));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, prune(item, [...path, key], removed)]),
  );
}

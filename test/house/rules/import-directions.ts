/** Each room imports only what the house table allows it. */
import { codeFiles } from '../code.ts';
import { type Import, importsOf, isRelative, packageOf, resolveImport } from '../imports.ts';
import { type Room, rooms } from '../rooms.ts';
import { type Finding, findingAt, findingIn, type SourceFile, type Tree } from '../rule.ts';

export function importDirections(tree: Tree): readonly Finding[] {
  return codeFiles(tree).flatMap((file) => {
    const name = roomOf(file.path);
    if (name === undefined) return [];
    const room = rooms[name];
    if (room === undefined) return [findingIn(file.path, `no room of the house is named ${name}`)];
    return importsOf(file).flatMap((found) => judge(file, name, room, found));
  });
}

function judge(file: SourceFile, name: string, room: Room, found: Import): readonly Finding[] {
  const { specifier, offset } = found;
  const refuse = (what: string) => [findingAt(file, offset, `${name}/ may not import ${what}`)];
  if (!isRelative(specifier)) {
    return allows(room.packages, packageOf(specifier)) ? [] : refuse(specifier);
  }
  const target = roomOf(resolveImport(file.path, specifier));
  if (target === name || allows(room.rooms, target ?? '')) return [];
  return refuse(target === undefined ? specifier : `${target}/ (${specifier})`);
}

/** The first folder of a path; files at the root, such as configurations, live in no room. */
function roomOf(path: string): string | undefined {
  return path.includes('/') ? path.split('/')[0] : undefined;
}

function allows(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
}

/** Every link within the repository leads somewhere, and a link to a name leads to the file that exports it. */
import { posix } from 'node:path';
import { anchorOf, documents, headingsOf, type Link, linksOf } from '../markdown.ts';
import { type Finding, fileAt, findingAt, findingIn, type SourceFile, type Tree } from '../rule.ts';

export function linksResolve(tree: Tree): readonly Finding[] {
  return documents(tree).flatMap((file) =>
    linksOf(file)
      .filter(({ target }) => !/^[a-z]+:/.test(target))
      .flatMap((link) => {
        const problem = problemOf(tree, file, link);
        return problem === undefined ? [] : [findingAt(file, link.offset, problem)];
      }),
  );
}

export function oneTitle(tree: Tree): readonly Finding[] {
  return documents(tree).flatMap((file) => {
    const titles = headingsOf(file).filter(({ level }) => level === 1);
    return titles.length === 1
      ? []
      : [findingIn(file.path, `has ${titles.length} titles (lines that begin with one #), not 1`)];
  });
}

function problemOf(tree: Tree, file: SourceFile, { target, text }: Link): string | undefined {
  const [path = '', anchor] = target.split('#');
  const place = path === '' ? file.path : posix.join(posix.dirname(file.path), path);
  if (!exists(tree, place)) return `links to ${target}, which is not there`;
  const found = fileAt(tree, place);
  if (found === undefined) return undefined;
  if (anchor !== undefined && !anchorsOf(found).includes(anchor)) {
    return `links to ${target}, but that file has no such heading`;
  }
  const name = /^`(\w+)`$/.exec(text)?.[1];
  return name !== undefined && place.endsWith('.ts') && !exports(found, name)
    ? `says that ${place} exports ${name}, but it does not`
    : undefined;
}

function exists(tree: Tree, place: string): boolean {
  const folder = place.endsWith('/') ? place : `${place}/`;
  return tree.some(({ path }) => path === place || path.startsWith(folder));
}

function anchorsOf(file: SourceFile): readonly string[] {
  return headingsOf(file).map(({ text }) => anchorOf(text));
}

function exports({ text }: SourceFile, name: string): boolean {
  return new RegExp(String.raw`^export (?:\w+ )+${name}\b`, 'm').test(text);
}

/** A file is one idea: short, named in kebab-case, and it opens by saying what it is. */
import { type Finding, findingIn, type SourceFile, type Tree } from '../rule.ts';

const TYPESCRIPT_LINES_MAX = 300;
const STATE_MACHINE_LINES_MAX = 200;

const KEBAB_CASE = /^[a-z0-9]+(?:[-.][a-z0-9]+)*$/;
const OPENING = /^(?:#!|\/\*|\/\/)/;

export interface LongFile {
  readonly path: string;
  /** As long as it may be today. This number only falls. */
  readonly lines: number;
  readonly why: string;
}

/** Files over the limit must be on the list, and the list must be no longer than needed. */
export function fileLength(longFiles: readonly LongFile[]): (tree: Tree) => readonly Finding[] {
  return (tree) => [
    ...tree.flatMap((file) => tooLong(file, longFiles)),
    ...longFiles.flatMap((entry) => outdated(entry, tree)),
  ];
}

export function fileNames(tree: Tree): readonly Finding[] {
  return tree
    .filter(({ path }) => path.endsWith('.ts') && !KEBAB_CASE.test(nameOf(path)))
    .map(({ path }) => findingIn(path, 'the name of a file is in kebab-case'));
}

/** A test file says it with the names of its tests. */
export function openingLines(tree: Tree): readonly Finding[] {
  return tree
    .filter(({ path }) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .filter(({ text }) => !OPENING.test(text))
    .map(({ path }) => findingIn(path, 'begin with a line that says what the file is'));
}

function tooLong(file: SourceFile, longFiles: readonly LongFile[]): readonly Finding[] {
  const allowed = longFiles.find(({ path }) => path === file.path)?.lines ?? limitOf(file.path);
  const lines = linesOf(file);
  return lines > allowed ? [findingIn(file.path, `${lines} lines of ${allowed}; split it`)] : [];
}

function outdated(entry: LongFile, tree: Tree): readonly Finding[] {
  const file = tree.find(({ path }) => path === entry.path);
  const lines = file === undefined ? 0 : linesOf(file);
  if (lines <= limitOf(entry.path))
    return [findingIn(entry.path, 'take it off the list of long files')];
  return lines < entry.lines
    ? [
        findingIn(
          entry.path,
          `the list of long files says ${entry.lines} lines, but it is ${lines}`,
        ),
      ]
    : [];
}

function limitOf(path: string): number {
  if (/\.tsx?$/.test(path)) return TYPESCRIPT_LINES_MAX;
  return path.endsWith('.asl.json') ? STATE_MACHINE_LINES_MAX : Number.POSITIVE_INFINITY;
}

function linesOf({ text }: SourceFile): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

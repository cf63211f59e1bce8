/** What a house rule reads and answers: files as data in, findings as data out. No rule touches the disk. */
export interface SourceFile {
  /** Relative to the root of the repository, with `/` between its parts. */
  readonly path: string;
  readonly text: string;
}

export type Tree = readonly SourceFile[];

export interface Finding {
  readonly path: string;
  readonly line: number;
  /** What is wrong and what to do instead, lower case, no full stop. */
  readonly message: string;
}

export type Rule = (tree: Tree) => readonly Finding[];

/** A finding at a place in a file's text. */
export function findingAt(file: SourceFile, offset: number, message: string): Finding {
  return { path: file.path, line: file.text.slice(0, offset).split('\n').length, message };
}

/** A finding about a whole file, or about one that is missing. */
export function findingIn(path: string, message: string): Finding {
  return { path, line: 1, message };
}

export function showFinding({ path, line, message }: Finding): string {
  return `${path}:${line} ${message}`;
}

/** The files in any of these folders; a folder ends in `/`. */
export function filesIn(tree: Tree, ...folders: readonly string[]): Tree {
  return tree.filter(({ path }) => folders.some((folder) => path.startsWith(folder)));
}

export function fileAt(tree: Tree, path: string): SourceFile | undefined {
  return tree.find((file) => file.path === path);
}

/** Workflows run only what was looked at, and may do only what they must. */
import {
  type Finding,
  filesIn,
  findingAt,
  findingIn,
  type SourceFile,
  type Tree,
} from '../rule.ts';

const PINNED = /^\S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

/** A tag can be moved to other code; a commit cannot. The version stands beside it for people. */
export function pinnedActions(tree: Tree): readonly Finding[] {
  return workflows(tree).flatMap((file) =>
    [...file.text.matchAll(/\buses: *(.*)$/gm)]
      .filter(({ 1: action = '' }) => !PINNED.test(action))
      .map(({ index, 1: action }) =>
        findingAt(file, index, `${action}: write the commit, then its version as a comment`),
      ),
  );
}

export function leastPermissions(tree: Tree): readonly Finding[] {
  return workflows(tree)
    .filter(({ text }) => !/^permissions: \{\}$/m.test(text))
    .map(({ path }) => findingIn(path, 'begin with `permissions: {}` and give each job its own'));
}

/** Our own, and those that others are told to copy. */
function workflows(tree: Tree): readonly SourceFile[] {
  return filesIn(tree, '.github/workflows/', 'examples/ci/');
}

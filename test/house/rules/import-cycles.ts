/** No file reaches itself through its imports, types included: a cycle means that two ideas are one. */
import { codeFiles } from '../code.ts';
import { importsOf, isRelative, resolveImport } from '../imports.ts';
import { type Finding, findingIn, type Tree } from '../rule.ts';

type Graph = ReadonlyMap<string, readonly string[]>;

export function importCycles(tree: Tree): readonly Finding[] {
  const graph = graphOf(tree);
  const done = new Set<string>();
  return [...graph.keys()].flatMap((path) => {
    const cycle = findCycle(graph, path, [], done);
    return cycle === undefined
      ? []
      : [findingIn(cycle[0] ?? path, `imports itself: ${cycle.join(' > ')}`)];
  });
}

function graphOf(tree: Tree): Graph {
  return new Map(
    codeFiles(tree).map((file) => [
      file.path,
      importsOf(file)
        .filter(({ specifier }) => isRelative(specifier))
        .map(({ specifier }) => resolveImport(file.path, specifier)),
    ]),
  );
}

/** Depth first; `done` holds files that lie on no cycle, or on one that is already told. */
function findCycle(
  graph: Graph,
  path: string,
  trail: readonly string[],
  done: Set<string>,
): readonly string[] | undefined {
  if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
  if (done.has(path)) return undefined;
  for (const next of graph.get(path) ?? []) {
    const cycle = findCycle(graph, next, [...trail, path], done);
    if (cycle !== undefined) {
      done.add(path);
      return cycle;
    }
  }
  done.add(path);
  return undefined;
}

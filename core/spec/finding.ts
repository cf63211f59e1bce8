/** A problem before its place in the file is looked up: rules know paths, not lines. */
import type { Problem } from '../errors/located-problem.ts';
import type { ProblemDetails } from '../errors/problem.ts';
import { errorTable, type ProblemCode } from '../errors/table.ts';
import { formatPath, type Path } from './path.ts';
import { type Place, type Places, placeOf } from './places.ts';

export interface Finding extends ProblemDetails {
  readonly code: ProblemCode;
  readonly path: Path;
  /** Only where the path alone would point elsewhere: a syntax error, the second of two keys. */
  readonly place?: Place;
}

export function locate(finding: Finding, places: Places): Problem {
  const { code, path, place, ...details } = finding;
  const { line, column } = place ?? placeOf(places, path);
  return {
    code,
    path: formatPath(path),
    line,
    column,
    ...details,
    severity: errorTable[code].severity,
  };
}

/** In the order of the file, each problem once. */
export function arrange(problems: readonly Problem[]): readonly Problem[] {
  const unique = new Map(problems.map((problem) => [`${problem.code} ${problem.path}`, problem]));
  return [...unique.values()].sort(
    (a, b) => a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1),
  );
}

// Projection expressions: which attributes are wanted.
import type { Bindings } from './bindings.ts';
import { checkDisjoint, type Path, parsePath } from './paths.ts';
import { expectEnd, openCursor, takeSymbol } from './tokens.ts';

export function parseProjection(expression: string, bindings: Bindings): Path[] {
  const cursor = openCursor('ProjectionExpression', expression);
  const paths = [parsePath(cursor, bindings)];
  while (takeSymbol(cursor, ',')) paths.push(parsePath(cursor, bindings));
  expectEnd(cursor);
  checkDisjoint(cursor, paths);
  return paths;
}

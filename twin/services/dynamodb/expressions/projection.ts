// Projection expressions: which attributes are wanted.
import type { Item } from '../sdk.ts';
import { type Bindings, bind } from './bindings.ts';
import { checkDisjoint, type Path, parsePath, project } from './paths.ts';
import { expectEnd, openCursor, takeSymbol } from './tokens.ts';

export function parseProjection(expression: string, bindings: Bindings): Path[] {
  const cursor = openCursor('ProjectionExpression', expression);
  const paths = [parsePath(cursor, bindings)];
  while (takeSymbol(cursor, ',')) paths.push(parsePath(cursor, bindings));
  expectEnd(cursor);
  checkDisjoint(cursor, paths);
  return paths;
}

/** How much of an item a request for single items wants to see. */
export function viewOf(input: {
  readonly ProjectionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
}): (item: Item) => Item {
  const { ProjectionExpression } = input;
  const bindings = bind(input, { ProjectionExpression });
  if (ProjectionExpression === undefined) return (item) => item;
  const paths = parseProjection(ProjectionExpression, bindings);
  bindings.checkAllUsed();
  return (item) => project(item, paths);
}

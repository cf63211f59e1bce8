// What the paths of a state can reach: its data, the context object and the variables.
import { runtimeError } from '../errors/state-error.ts';
import { type Json, type JsonObject, type Payload, payloadOf } from '../json.ts';
import { evaluateSteps } from './evaluate.ts';
import { canonical, type Path } from './path.ts';

export interface PathScope {
  readonly data: Payload;
  readonly variables: ReadonlyMap<string, Payload>;
  readonly context: () => JsonObject;
}

/** Undefined where there is nothing at a definite path. */
export function lookUp(path: Path, scope: PathScope): Json | undefined {
  const root = rootOf(path, scope);
  return root === undefined ? undefined : evaluateSteps(path, root);
}

function rootOf(path: Path, scope: PathScope): Json | undefined {
  if (path.root.kind === 'data') return scope.data.value;
  if (path.root.kind === 'context') return scope.context();
  return scope.variables.get(path.root.name)?.value;
}

/** For InputPath, OutputPath and their like: the whole of a payload keeps its text. */
function select(path: Path, scope: PathScope): Payload | undefined {
  if (path.steps.length === 0) {
    if (path.root.kind === 'data') return scope.data;
    if (path.root.kind === 'variable') return scope.variables.get(path.root.name);
  }
  const value = lookUp(path, scope);
  return value === undefined ? undefined : payloadOf(value);
}

export function selectOrFail(path: Path, scope: PathScope): Payload {
  const found = select(path, scope);
  if (found !== undefined) return found;
  throw runtimeError(`Invalid path '${path.text}' : No results for path: ${canonical(path.steps)}`);
}

/** The message for a path in a template or in a field whose name ends in Path. */
export const notFound = (path: string, field: string, scope: PathScope) =>
  runtimeError(
    `The JSONPath '${path}' specified for the field '${field}' could not be found in the input '${scope.data.text()}'`,
  );

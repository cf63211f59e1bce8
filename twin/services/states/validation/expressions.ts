// The JSONata expressions of a state must parse.
import jsonata from 'jsonata';
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import { expressionIn } from '../jsonata/evaluator.ts';
import { type Diagnostic, schemaProblem } from './diagnostic.ts';

/** Parts with states of their own, which are checked as such. */
const CONTAINERS = new Set(['Branches', 'ItemProcessor', 'Iterator', 'Comment']);

export function jsonataProblems(state: JsonObject, location: string): readonly Diagnostic[] {
  return Object.entries(state).flatMap(([field, value]) =>
    CONTAINERS.has(field) ? [] : valueProblems(value, `${location}/${field}`),
  );
}

function valueProblems(value: Json, location: string): readonly Diagnostic[] {
  if (isArray(value)) {
    return value.flatMap((item, index) => valueProblems(item, `${location}[${index}]`));
  }
  if (isObject(value)) {
    return Object.entries(value).flatMap(([key, item]) =>
      valueProblems(item, `${location}/${key}`),
    );
  }
  const source = typeof value === 'string' ? expressionIn(value) : undefined;
  const problem = source === undefined ? undefined : syntaxProblem(source);
  return problem === undefined
    ? []
    : [schemaProblem(`The JSONata expression is not valid. ${problem}`, location)];
}

function syntaxProblem(source: string): string | undefined {
  try {
    jsonata(source);
    return undefined;
  } catch (error) {
    if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
    return 'code' in error ? `${error.code}: ${error.message}` : String(error.message);
  }
}

// Numbers of JSONPath states: a literal in the field itself, or a path in the field whose name ends in Path.
import { contextOf } from '../engine/context.ts';
import type { Frame } from '../engine/model.ts';
import { runtimeError } from '../errors/state-error.ts';
import type { Json, JsonObject, Payload } from '../json.ts';
import { parsePath } from '../jsonpath/parse.ts';
import { selectOrFail } from '../jsonpath/scope.ts';
import type { NumberField } from './flow.ts';

export function pathNumber(
  state: JsonObject,
  name: string,
  kind: 'integer' | 'float',
  input: (frame: Frame) => Payload,
): NumberField {
  const literal = state[name];
  if (typeof literal === 'number') return async () => literal;
  const text = state[`${name}Path`];
  if (typeof text !== 'string') return async () => undefined;
  const path = parsePath(text);
  return async (frame) => {
    const scope = {
      data: input(frame),
      variables: frame.thread.variables,
      context: () => contextOf(frame),
    };
    const { value } = selectOrFail(path, scope);
    const number = toNumber(value, kind);
    if (number !== undefined) return number;
    throw runtimeError(
      `The ${name}Path field refers to value "${displayed(value)}" which is not a valid ${kind}: ${text}`,
    );
  };
}

/** Variables hold numbers as text at times; AWS takes those too. */
function toNumber(value: Json, kind: 'integer' | 'float'): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const number = Number(value);
  if (value === '' || !Number.isFinite(number)) return undefined;
  return kind === 'integer' && !Number.isInteger(number) ? undefined : number;
}

const displayed = (value: Json): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

// JSON whose strings may be JSONata expressions.
import { isArray, isObject, type Json, type Payload, payloadOf } from '../json.ts';
import { type Bindings, type Evaluator, expressionIn } from './evaluator.ts';

export type JsonataTemplate = (evaluator: Evaluator, bindings: () => Bindings) => Promise<Payload>;

type Part = (evaluator: Evaluator, bindings: Bindings) => Json | Promise<Json>;

/** The field is the place for messages and history: `Arguments/Payload/items[0]`. */
export function compileJsonataTemplate(template: Json, field: string): JsonataTemplate {
  const part = compilePart(template, field);
  if (part === undefined) {
    const constant = payloadOf(template);
    return async () => constant;
  }
  return async (evaluator, bindings) => payloadOf(await part(evaluator, bindings()));
}

/** Undefined for what contains no expression. */
function compilePart(template: Json, field: string): Part | undefined {
  if (typeof template === 'string') return compileText(template, field);
  if (isArray(template)) return compileArray(template, field);
  return isObject(template) ? compileObject(Object.entries(template), field) : undefined;
}

function compileText(text: string, field: string): Part | undefined {
  const source = expressionIn(text);
  if (source === undefined) return undefined;
  return (evaluator, bindings) => evaluator.evaluate(source, field, bindings);
}

function compileArray(items: readonly Json[], field: string): Part | undefined {
  const parts = items.map((value, index) => ({
    value,
    part: compilePart(value, `${field}[${index}]`),
  }));
  if (parts.every(({ part }) => part === undefined)) return undefined;
  return async (evaluator, bindings) => {
    const values: Json[] = [];
    for (const { value, part } of parts) {
      values.push(part === undefined ? value : await part(evaluator, bindings));
    }
    return values;
  };
}

function compileObject(
  members: readonly (readonly [string, Json])[],
  field: string,
): Part | undefined {
  const parts = members.map(([key, value]) => ({
    key,
    value,
    part: compilePart(value, `${field}/${key}`),
  }));
  if (parts.every(({ part }) => part === undefined)) return undefined;
  return async (evaluator, bindings) => {
    const values: Record<string, Json> = {};
    for (const { key, value, part } of parts) {
      values[key] = part === undefined ? value : await part(evaluator, bindings);
    }
    return values;
  };
}

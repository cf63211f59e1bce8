// The data flow of JSONata states: Arguments, Output, Assign, and expressions in single fields.
import { contextOf } from '../engine/context.ts';
import type { Frame } from '../engine/model.ts';
import { STATES_ERRORS } from '../errors/names.ts';
import { FieldError } from '../errors/state-error.ts';
import { isObject, type Json, type JsonObject, type Payload } from '../json.ts';
import { type Bindings, expressionIn } from '../jsonata/evaluator.ts';
import { compileJsonataTemplate } from '../jsonata/template.ts';
import type { Field, Finished, Flow } from './flow.ts';

/** The rest of `$states` besides input and context. */
interface Outcome {
  readonly result?: Json;
  readonly errorOutput?: Json;
}

type Finish = (frame: Frame, outcome: Outcome, otherwise: Payload) => Promise<Finished>;

export function jsonataFlow(state: JsonObject): Flow {
  const args =
    state['Arguments'] === undefined
      ? undefined
      : compileJsonataTemplate(state['Arguments'], 'Arguments');
  const finish = compileFinish(state);
  return {
    language: 'JSONata',
    input: (frame) => frame.input,
    async arguments(frame) {
      if (args === undefined) return frame.input;
      const filled = await args(frame.execution.world.evaluator, () => bindingsOf(frame));
      frame.inspect?.('afterArguments', filled);
      return filled;
    },
    finish: (frame, result) => finish(frame, { result: result.value }, result),
    caught(catcher) {
      const finishCaught = compileFinish(catcher);
      return (frame, error) => finishCaught(frame, { errorOutput: error.value }, error);
    },
    rule(rule) {
      const finishRule = compileFinish(rule);
      return (frame) => finishRule(frame, {}, frame.input);
    },
    number: (name, kind = 'integer') => numberField(state[name], name, kind),
    string: (name) => stringField(state[name], name),
    template(name, template) {
      const fill = compileJsonataTemplate(template, name);
      return (frame) => fill(frame.execution.world.evaluator, () => bindingsOf(frame));
    },
  };
}

function compileFinish(state: JsonObject): Finish {
  const output =
    state['Output'] === undefined ? undefined : compileJsonataTemplate(state['Output'], 'Output');
  const assign = isObject(state['Assign'])
    ? Object.entries(state['Assign']).map(
        ([name, value]) => [name, compileJsonataTemplate(value, `Assign/${name}`)] as const,
      )
    : undefined;
  return async (frame, outcome, otherwise) => {
    const { evaluator } = frame.execution.world;
    const bindings = () => bindingsOf(frame, outcome);
    // Both see the variables as they were on entry: neither sees what the other makes.
    const handedOn = output === undefined ? otherwise : await output(evaluator, bindings);
    if (assign === undefined) return { output: handedOn, assigned: undefined };
    const assigned = new Map<string, Payload>();
    for (const [name, value] of assign) assigned.set(name, await value(evaluator, bindings));
    return { output: handedOn, assigned };
  };
}

export function bindingsOf(frame: Frame, outcome: Outcome = {}): Bindings {
  const bindings: Record<string, unknown> = {
    states: { input: frame.input.value, context: contextOf(frame), ...outcome },
  };
  for (const [name, value] of frame.thread.variables) bindings[name] = value.value;
  return bindings;
}

/** The value of one field: a literal, or what its expression gives, which must have the right type. */
export async function evaluateTyped(
  frame: Frame,
  source: string,
  field: string,
  expected: { readonly type: string; readonly accepts: (value: Json) => boolean },
): Promise<Json> {
  const { evaluator } = frame.execution.world;
  const value = await evaluator.evaluate(source, field, bindingsOf(frame));
  if (expected.accepts(value)) return value;
  throw new FieldError(
    STATES_ERRORS.queryEvaluationError,
    `The JSONata expression '${source}' specified for the field '${field}' returned an unexpected result type. ` +
      `Expected '${expected.type}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
    field,
  );
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

function numberField(
  literal: Json | undefined,
  name: string,
  kind: 'integer' | 'float',
): Field<number | undefined> {
  if (typeof literal === 'number') return async () => literal;
  const source = typeof literal === 'string' ? expressionIn(literal) : undefined;
  if (source === undefined) return async () => undefined;
  const accepts = (value: Json) =>
    typeof value === 'number' && (kind === 'float' || Number.isInteger(value));
  return async (frame) =>
    Number(await evaluateTyped(frame, source, name, { type: 'number', accepts }));
}

function stringField(literal: Json | undefined, name: string): Field<string | undefined> {
  if (typeof literal !== 'string') return async () => undefined;
  const source = expressionIn(literal);
  if (source === undefined) return async () => literal;
  const accepts = (value: Json) => typeof value === 'string';
  return async (frame) =>
    String(await evaluateTyped(frame, source, name, { type: 'string', accepts }));
}

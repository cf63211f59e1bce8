// The data flow of JSONPath states: InputPath, Parameters, ResultSelector, ResultPath, OutputPath, Assign.
import { contextOf } from '../engine/context.ts';
import type { Frame } from '../engine/model.ts';
import { STATES_ERRORS } from '../errors/names.ts';
import { FieldError } from '../errors/state-error.ts';
import type { CallScope } from '../intrinsics/call.ts';
import { looksLikeCall } from '../intrinsics/parse.ts';
import { EMPTY, isObject, type Json, type JsonObject, type Payload, payloadOf } from '../json.ts';
import { parsePath } from '../jsonpath/parse.ts';
import { withValueAt } from '../jsonpath/reference-path.ts';
import { selectOrFail } from '../jsonpath/scope.ts';
import { compileAssign, compileReference, compileTemplate } from '../jsonpath/template.ts';
import type { Finished, Flow } from './flow.ts';
import { pathNumber } from './path-number.ts';

export function jsonPathFlow(state: JsonObject): Flow {
  const select = pathField(state['InputPath']);
  const finish = compileFinish(state);
  const parameters =
    state['Parameters'] === undefined ? undefined : compileTemplate(state['Parameters']);
  const input = (frame: Frame) => {
    const selected = select(frame, frame.input);
    frame.inspect?.('afterInputPath', selected);
    return selected;
  };
  return {
    language: 'JSONPath',
    input,
    async arguments(frame) {
      const data = input(frame);
      const filled = parameters === undefined ? data : payloadOf(parameters(scopeOf(frame, data)));
      frame.inspect?.('afterParameters', filled);
      return filled;
    },
    finish: async (frame, result) => finish(frame, result),
    caught(catcher) {
      // A caught error goes through ResultPath alone: neither ResultSelector nor OutputPath touch it.
      const finishCaught = compileFinish({
        ...(catcher['ResultPath'] === undefined ? {} : { ResultPath: catcher['ResultPath'] }),
        ...(catcher['Assign'] === undefined ? {} : { Assign: catcher['Assign'] }),
      });
      return async (frame, error) => finishCaught(frame, error);
    },
    rule(rule) {
      const finishRule = compileFinish({
        ...(state['OutputPath'] === undefined ? {} : { OutputPath: state['OutputPath'] }),
        ...(rule['Assign'] === undefined ? {} : { Assign: rule['Assign'] }),
      });
      return async (frame) => finishRule(frame, input(frame));
    },
    number: (name, kind = 'integer') => pathNumber(state, name, kind, input),
    string(name) {
      const literal = state[name];
      if (typeof literal === 'string') return async () => literal;
      const reference = state[`${name}Path`];
      if (typeof reference !== 'string') return async () => undefined;
      const value = compileReference(reference, `${name}Path`);
      return async (frame) => String(value(scopeOf(frame, input(frame))));
    },
    template(_, template) {
      const fill = compileTemplate(template);
      return async (frame) => payloadOf(fill(scopeOf(frame, input(frame))));
    },
  };
}

export const scopeOf = (frame: Frame, data: Payload): CallScope => ({
  data,
  variables: frame.thread.variables,
  context: () => contextOf(frame),
  tools: frame.execution.world,
});

/** `null` stands for the empty object, and nothing at all for the whole. */
function pathField(field: Json | undefined): (frame: Frame, data: Payload) => Payload {
  if (field === null) return () => EMPTY;
  if (typeof field !== 'string') return (_, data) => data;
  if (looksLikeCall(field)) {
    const call = compileReference(field, 'InputPath');
    return (frame, data) => payloadOf(call(scopeOf(frame, data)));
  }
  const path = parsePath(field);
  return (frame, data) => selectOrFail(path, scopeOf(frame, data));
}

function compileFinish(state: JsonObject): (frame: Frame, result: Payload) => Finished {
  const selector =
    state['ResultSelector'] === undefined ? undefined : compileTemplate(state['ResultSelector']);
  const place = compileResultPath(state['ResultPath']);
  const selectOutput = pathField(state['OutputPath']);
  const assign = isObject(state['Assign']) ? compileAssign(state['Assign']) : undefined;
  return (frame, raw) => {
    const result = selector === undefined ? raw : payloadOf(selector(scopeOf(frame, raw)));
    frame.inspect?.('afterResultSelector', result);
    const placed = place(frame, result);
    frame.inspect?.('afterResultPath', placed);
    return { output: selectOutput(frame, placed), assigned: assign?.(scopeOf(frame, result)) };
  };
}

function compileResultPath(field: Json | undefined): (frame: Frame, result: Payload) => Payload {
  if (field === null) return (frame) => frame.input;
  if (typeof field !== 'string' || field === '$') return (_, result) => result;
  const path = parsePath(field);
  return (frame, result) => {
    const value = withValueAt(frame.input.value, path, result.value);
    if (value !== undefined) return payloadOf(value);
    throw new FieldError(
      STATES_ERRORS.resultPathMatchFailure,
      `Unable to apply step "${field.replace(/^\$\.?/, '')}" to input ${frame.input.text()}`,
    );
  };
}

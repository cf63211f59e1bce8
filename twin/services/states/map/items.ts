// The items that a Map iterates over, and what its iterations get of them.
import type { Frame, MapItem } from '../engine/model.ts';
import { STATES_ERRORS } from '../errors/names.ts';
import { FieldError, runtimeError } from '../errors/state-error.ts';
import { bindingsOf, evaluateTyped } from '../flow/jsonata-flow.ts';
import { scopeOf } from '../flow/jsonpath-flow.ts';
import { isArray, isObject, type Json, type Payload, payloadOf } from '../json.ts';
import { expressionIn } from '../jsonata/evaluator.ts';
import { compileJsonataTemplate } from '../jsonata/template.ts';
import { parsePath } from '../jsonpath/parse.ts';
import { canonical } from '../jsonpath/path.ts';
import { selectOrFail } from '../jsonpath/scope.ts';
import type { StateSource } from '../states/compile-state.ts';

export interface Items {
  /** The items in the state's input. */
  list(frame: Frame): Promise<readonly Json[]>;
  /** The input of one iteration. */
  select(frame: Frame, item: MapItem): Promise<Payload>;
}

export function compileItems(source: StateSource): Items {
  const list = source.flow.language === 'JSONata' ? jsonataList(source) : jsonPathList(source);
  // Parameters is the old name of ItemSelector.
  const selector =
    source.definition['ItemSelector'] ??
    (source.flow.language === 'JSONPath' ? source.definition['Parameters'] : undefined);
  const fill =
    isObject(selector) || typeof selector === 'string'
      ? source.flow.template('ItemSelector', selector)
      : undefined;
  return {
    list,
    async select(frame, item) {
      if (fill === undefined) return payloadOf(item.value);
      return fill({ ...frame, item });
    },
  };
}

function jsonPathList({ definition, flow }: StateSource): Items['list'] {
  const path = parsePath(
    typeof definition['ItemsPath'] === 'string' ? definition['ItemsPath'] : '$',
  );
  return async (frame) => {
    const found = selectOrFail(path, scopeOf(frame, flow.input(frame)));
    if (isArray(found.value)) {
      frame.inspect?.('afterItemsPath', found);
      return found.value;
    }
    throw runtimeError(`Reference path "${dotted(path)}" must point to array.`);
  };
}

/** AWS names the path without its second dollar. */
const dotted = (path: ReturnType<typeof parsePath>): string =>
  path.root.kind === 'context' ? path.text.slice(1) : path.text || canonical(path.steps);

function jsonataList({ definition }: StateSource): Items['list'] {
  const items = definition['Items'];
  if (items === undefined) return async (frame) => inputAsItems(frame.input);
  const source = typeof items === 'string' ? expressionIn(items) : undefined;
  if (source !== undefined) {
    const expected = { type: 'array', accepts: isArray };
    return async (frame) => {
      const value = await evaluateTyped(frame, source, 'Items', expected);
      return isArray(value) ? value : [];
    };
  }
  const literal = compileJsonataTemplate(items, 'Items');
  return async (frame) => {
    const filled = await literal(frame.execution.world.evaluator, () => bindingsOf(frame));
    return isArray(filled.value) ? filled.value : [];
  };
}

function inputAsItems(input: Payload): readonly Json[] {
  if (isArray(input.value)) return input.value;
  throw new FieldError(
    STATES_ERRORS.queryEvaluationError,
    `Map state input must be an array but was: ${input.text()}`,
  );
}

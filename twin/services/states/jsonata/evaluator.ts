// Evaluates JSONata. Parsing is the expensive part, so each expression is parsed once.
import jsonata, { type Expression } from 'jsonata';
import { STATES_ERRORS } from '../errors/names.ts';
import { FieldError } from '../errors/state-error.ts';
import type { Json } from '../json.ts';
import { type JsonataTools, registerFunctions } from './functions.ts';
import { toJson, UNDEFINED, UNSUPPORTED } from './result.ts';

export type Bindings = Readonly<Record<string, unknown>>;

export interface Evaluator {
  /** The field names the place in messages and in the history, as in `Output/FunctionResult`. */
  evaluate(source: string, field: string, bindings: Bindings): Promise<Json>;
}

const DELIMITED = /^\{%([\s\S]*)%\}$/;

/** The expression between `{%` and `%}`, or undefined where the text is just text. */
export const expressionIn = (text: string): string | undefined => DELIMITED.exec(text)?.[1]?.trim();

export function createEvaluator(tools: JsonataTools): Evaluator {
  const parsed = new Map<string, Expression>();
  const expressionFor = (source: string): Expression => {
    const known = parsed.get(source);
    if (known !== undefined) return known;
    const expression = jsonata(source);
    registerFunctions(expression, tools);
    parsed.set(source, expression);
    return expression;
  };
  return {
    async evaluate(source, field, bindings) {
      const found = await evaluateSafely(() => expressionFor(source), source, field, bindings);
      const value = toJson(found);
      if (value === UNDEFINED) throw problem(source, field, 'returned nothing (undefined).');
      if (value === UNSUPPORTED)
        throw problem(source, field, 'returned an unsupported result type.');
      return value;
    },
  };
}

async function evaluateSafely(
  expression: () => Expression,
  source: string,
  field: string,
  bindings: Bindings,
): Promise<unknown> {
  try {
    return await expression().evaluate(undefined, { ...bindings });
  } catch (error) {
    throw problem(source, field, `threw an error during evaluation. ${describe(error)}`);
  }
}

/** JSONata throws plain objects with a code; the functions of AWS throw errors. */
function describe(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  return 'code' in error ? `${error.code}: ${error.message}` : String(error.message);
}

const problem = (source: string, field: string, what: string): FieldError =>
  new FieldError(
    STATES_ERRORS.queryEvaluationError,
    `The JSONata expression '${source}' specified for the field '${field}' ${what}`,
    field,
  );

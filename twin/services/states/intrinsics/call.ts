// Evaluates calls of intrinsic functions.
import { STATES_ERRORS } from '../errors/names.ts';
import { FieldError } from '../errors/state-error.ts';
import type { Json } from '../json.ts';
import { lookUp, notFound, type PathScope } from '../jsonpath/scope.ts';
import { IntrinsicProblem, type IntrinsicTools } from './intrinsic.ts';
import type { Argument, Call } from './parse.ts';
import { INTRINSICS } from './registry.ts';

export interface CallScope extends PathScope {
  readonly tools: IntrinsicTools;
}

/** The field is named in the message when a path among the arguments leads nowhere. */
export function evaluateCall(call: Call, field: string, scope: CallScope): Json {
  const args = call.arguments.map((argument) => evaluateArgument(argument, field, scope));
  try {
    return INTRINSICS[call.name].apply(args, scope.tools);
  } catch (error) {
    if (!(error instanceof IntrinsicProblem)) throw error;
    // The name is the one that the language documents; AWS's exact wording is not recorded anywhere we know of.
    throw new FieldError(
      STATES_ERRORS.intrinsicFailure,
      `The function '${call.text}' had the following error: ${error.message}`,
    );
  }
}

function evaluateArgument(argument: Argument, field: string, scope: CallScope): Json {
  if (argument.kind === 'literal') return argument.value;
  if (argument.kind === 'call') return evaluateCall(argument.call, field, scope);
  const value = lookUp(argument.path, scope);
  if (value === undefined) throw notFound(argument.path.text, field, scope);
  return value;
}

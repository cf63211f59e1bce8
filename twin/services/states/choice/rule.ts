// Rules of JSONPath Choice states: comparisons joined by And, Or and Not.
import { runtimeError } from '../errors/state-error.ts';
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import { parsePath } from '../jsonpath/parse.ts';
import { lookUp, type PathScope } from '../jsonpath/scope.ts';
import { COMPARISONS, type Comparison } from './comparisons.ts';

export type Rule = (scope: PathScope) => boolean;

export function compileRule(rule: JsonObject): Rule {
  if (isArray(rule['And'])) {
    const parts = rule['And'].filter(isObject).map(compileRule);
    return (scope) => parts.every((holds) => holds(scope));
  }
  if (isArray(rule['Or'])) {
    const parts = rule['Or'].filter(isObject).map(compileRule);
    return (scope) => parts.some((holds) => holds(scope));
  }
  if (isObject(rule['Not'])) {
    const holds = compileRule(rule['Not']);
    return (scope) => !holds(scope);
  }
  return compileComparison(rule);
}

function compileComparison(rule: JsonObject): Rule {
  const variable = parsePath(String(rule['Variable']));
  const operator = Object.keys(rule).find((key) => comparisonFor(key) !== undefined) ?? '';
  const compare = comparisonFor(operator);
  const operand = compileOperand(operator, rule[operator] ?? null);
  return (scope) => {
    const value = lookUp(variable, scope);
    if (operator === 'IsPresent') return (value !== undefined) === operand(scope);
    if (value === undefined) {
      throw runtimeError(
        `Invalid path '${variable.text}': The choice state's condition path references an invalid value.`,
      );
    }
    return compare?.(value, operand(scope)) ?? false;
  };
}

/** `StringEqualsPath` compares as `StringEquals` does. */
function comparisonFor(operator: string): Comparison | undefined {
  const name = operator.endsWith('Path') ? operator.slice(0, -'Path'.length) : operator;
  return Object.hasOwn(COMPARISONS, name) ? COMPARISONS[name] : undefined;
}

function compileOperand(operator: string, operand: Json): (scope: PathScope) => Json {
  if (!operator.endsWith('Path')) return () => operand;
  const path = parsePath(String(operand));
  return (scope) => {
    const value = lookUp(path, scope);
    if (value !== undefined) return value;
    throw runtimeError(
      `Invalid path '${path.text}': The choice state's condition path references an invalid value.`,
    );
  };
}

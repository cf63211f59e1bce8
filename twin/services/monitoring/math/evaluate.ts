// Computes a metric math expression over a grid of timestamps.
import { validationError } from '../errors.ts';
import { type Filler, fill } from './fill.ts';
import { applyFunction } from './functions.ts';
import { applyOperator, negate } from './operators.ts';
import type { Expression } from './parse.ts';
import { array, scalar, series, seriesIn, type TimeSeries, type Value } from './values.ts';

export interface Environment {
  readonly periodSeconds: number;
  /** How many timestamps the grid has. */
  readonly length: number;
  /** The metric or expression with this id; undefined where the request has none. */
  value(id: string): Value | undefined;
  /** The metrics of the request, without its expressions. */
  metrics(): readonly { readonly id: string; readonly series: TimeSeries }[];
  /** The period of a metric; undefined where the id is none of a metric. */
  periodOf(id: string): number | undefined;
}

type Call = Extract<Expression, { kind: 'call' }>;

export function evaluateExpression(expression: Expression, env: Environment): Value {
  switch (expression.kind) {
    case 'number':
      return scalar(expression.value);
    case 'id':
      return known(expression.id, env);
    case 'negate':
      return negate(evaluateExpression(expression.operand, env));
    case 'binary':
      return applyOperator(
        expression.operator,
        evaluateExpression(expression.left, env),
        evaluateExpression(expression.right, env),
      );
    case 'array':
      return array(expression.items.flatMap((item) => seriesIn(evaluateExpression(item, env))));
    case 'call':
      return call(expression, env);
    case 'keyword':
      throw validationError(`${expression.word} can only be the second argument of FILL`);
    case 'string':
      throw validationError(`"${expression.text}" can only be the argument of METRICS`);
  }
}

function known(id: string, env: Environment): Value {
  const value = env.value(id);
  if (value === undefined) throw validationError(`Undefined variable '${id}' in expression`);
  return value;
}

function call(expression: Call, env: Environment): Value {
  const [first, second, third] = expression.args;
  if (expression.name === 'METRICS') return metrics(first, env);
  if (first === undefined) throw validationError(`${expression.name} needs an argument`);
  if (expression.name === 'PERIOD') return period(first, env);
  const value = evaluateExpression(first, env);
  if (expression.name === 'FILL' && second !== undefined) return fill(value, filler(second, env));
  if (expression.name === 'IF' && second !== undefined) {
    const otherwise = third === undefined ? undefined : evaluateExpression(third, env);
    return choose(value, evaluateExpression(second, env), otherwise, env.length);
  }
  if (expression.name === 'TIME_SERIES') return timeSeries(value, env.length);
  const result = applyFunction(expression.name, value, env.periodSeconds);
  if (result === undefined) throw validationError(`function ${expression.name} is not supported`);
  return result;
}

function metrics(filter: Expression | undefined, env: Environment): Value {
  if (filter !== undefined && filter.kind !== 'string') {
    throw validationError('METRICS takes a string in quotes');
  }
  const part = filter?.text ?? '';
  return array(env.metrics().flatMap(({ id, series }) => (id.includes(part) ? [series] : [])));
}

function period(argument: Expression, env: Environment): Value {
  const seconds = argument.kind === 'id' ? env.periodOf(argument.id) : undefined;
  if (seconds === undefined) throw validationError('PERIOD takes the id of a metric');
  return scalar(seconds);
}

const filler = (argument: Expression, env: Environment): Filler =>
  argument.kind === 'keyword'
    ? { word: argument.word }
    : { value: evaluateExpression(argument, env) };

const timeSeries = (value: Value, length: number): Value =>
  value.kind === 'scalar' ? series(Array.from({ length }, () => value.value)) : value;

/** IF(condition, then, otherwise): a true condition without a `then` gives 0, a false one drops. */
function choose(
  condition: Value,
  then: Value,
  otherwise: Value | undefined,
  length: number,
): Value {
  if (condition.kind === 'scalar') {
    const chosen = condition.value !== 0 ? then : otherwise;
    return chosen ?? series(Array.from({ length }, () => undefined));
  }
  const [tested] = seriesIn(condition);
  const points = (tested?.points ?? []).map((point, index) => {
    if (point === undefined) return undefined;
    if (point !== 0) return at(then, index) ?? 0;
    return otherwise === undefined ? undefined : at(otherwise, index);
  });
  return series(points);
}

const at = (value: Value, index: number): number | undefined =>
  value.kind === 'scalar' ? value.value : seriesIn(value)[0]?.points[index];

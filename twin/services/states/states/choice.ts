// Choice: goes on to the state of the first rule that holds.

import { compileRule } from '../choice/rule.ts';
import type { Frame } from '../engine/model.ts';
import { STATES_ERRORS } from '../errors/names.ts';
import { FieldError } from '../errors/state-error.ts';
import type { Finished, Flow } from '../flow/flow.ts';
import { evaluateTyped } from '../flow/jsonata-flow.ts';
import { scopeOf } from '../flow/jsonpath-flow.ts';
import { isArray, isObject, type JsonObject } from '../json.ts';
import { expressionIn } from '../jsonata/evaluator.ts';
import type { CompileState } from './compile-state.ts';

interface Choice {
  readonly holds: (frame: Frame) => boolean | Promise<boolean>;
  readonly finish: (frame: Frame) => Promise<Finished>;
  readonly next: string;
}

export const compileChoice: CompileState = ({ definition, flow }) => {
  const rules = isArray(definition['Choices']) ? definition['Choices'].filter(isObject) : [];
  const choices = rules.map((rule, index) => compileOne(rule, index, flow));
  // What the state itself assigns and gives out is for its default alone.
  const otherwise = flow.rule(definition);
  const fallback = definition['Default'];
  return {
    async work(frame) {
      for (const { holds, finish, next } of choices) {
        if (await holds(frame)) return { ...(await finish(frame)), next };
      }
      if (typeof fallback !== 'string') throw noChoiceMatched();
      return { ...(await otherwise(frame)), next: fallback };
    },
  };
};

const noChoiceMatched = (): FieldError =>
  new FieldError(
    STATES_ERRORS.noChoiceMatched,
    'Failed to transition out of the state. The state does not point to a next state.',
  );

function compileOne(rule: JsonObject, index: number, flow: Flow): Choice {
  return {
    holds:
      flow.language === 'JSONata' ? compileCondition(rule, index) : compileComparison(rule, flow),
    finish: flow.rule(rule),
    next: String(rule['Next']),
  };
}

function compileCondition(rule: JsonObject, index: number): Choice['holds'] {
  const condition = rule['Condition'];
  const source = typeof condition === 'string' ? expressionIn(condition) : undefined;
  if (source === undefined) return () => condition === true;
  const expected = { type: 'boolean', accepts: (value: unknown) => typeof value === 'boolean' };
  const field = `Choices[${index}]/Condition`;
  return async (frame) => (await evaluateTyped(frame, source, field, expected)) === true;
}

function compileComparison(rule: JsonObject, flow: Flow): Choice['holds'] {
  const holds = compileRule(rule);
  return (frame) => holds(scopeOf(frame, flow.input(frame)));
}

// Compiles a definition into a machine that can be run any number of times. It expects a definition that was validated.

import { remember } from '../../../kernel/remember.ts';
import type { QueryLanguage } from '../flow/flow.ts';
import { jsonataFlow } from '../flow/jsonata-flow.ts';
import { jsonPathFlow } from '../flow/jsonpath-flow.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { compileChoice } from '../states/choice.ts';
import type { CompileState, StateCode } from '../states/compile-state.ts';
import { compileFail } from '../states/fail.ts';
import { compileMap } from '../states/map.ts';
import { compileParallel } from '../states/parallel.ts';
import { compilePass } from '../states/pass.ts';
import { compileSucceed } from '../states/succeed.ts';
import { compileTask } from '../states/task.ts';
import { compileWait } from '../states/wait.ts';
import { runAttempts } from './attempts.ts';
import { type Graph, type Machine, STATE_TYPES, type State, type StateType } from './model.ts';

const COMPILERS: Readonly<Record<StateType, CompileState>> = {
  Choice: compileChoice,
  Fail: compileFail,
  Map: compileMap,
  Parallel: compileParallel,
  Pass: compilePass,
  Succeed: compileSucceed,
  Task: compileTask,
  Wait: compileWait,
};

/** The machine of a definition's text. Machines keep nothing of their executions, so that all worlds may share them. */
export const compileDefinition = remember((text) => compileMachine(readDefinition(text)));

export function readDefinition(text: string): JsonObject {
  const parsed: Json = JSON.parse(text);
  return isObject(parsed) ? parsed : {};
}

export function compileMachine(definition: JsonObject): Machine {
  const timeout = definition['TimeoutSeconds'];
  return {
    ...compileGraph(definition, languageOf(definition, 'JSONPath')),
    timeoutSeconds: typeof timeout === 'number' ? timeout : undefined,
  };
}

export function languageOf(definition: JsonObject, otherwise: QueryLanguage): QueryLanguage {
  const language = definition['QueryLanguage'];
  return language === 'JSONata' || language === 'JSONPath' ? language : otherwise;
}

function compileGraph(definition: JsonObject, language: QueryLanguage): Graph {
  const states = isObject(definition['States']) ? definition['States'] : {};
  return {
    startAt: String(definition['StartAt']),
    states: new Map(
      Object.entries(states).map(([name, state]) => [name, compileState(name, state, language)]),
    ),
  };
}

export interface CompiledState extends StateCode {
  readonly type: StateType;
}

/** The language of the machine goes for its states, not for what a single state says about itself. */
export function compileCode(name: string, state: Json, language: QueryLanguage): CompiledState {
  const definition = isObject(state) ? state : {};
  const type = STATE_TYPES.find((known) => known === definition['Type']) ?? 'Pass';
  const ownLanguage = languageOf(definition, language);
  const flow = ownLanguage === 'JSONata' ? jsonataFlow(definition) : jsonPathFlow(definition);
  const graph = (inner: JsonObject) => compileGraph(inner, language);
  return { type, ...COMPILERS[type]({ name, definition, flow, graph }) };
}

function compileState(name: string, state: Json, language: QueryLanguage): State {
  const { type, work, handling } = compileCode(name, state, language);
  if (handling === undefined) return { name, type, run: work };
  return { name, type, run: (frame) => runAttempts(frame, work, handling) };
}

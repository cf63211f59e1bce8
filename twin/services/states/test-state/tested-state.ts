// Finds the state to test: the definition is a state, or a machine of which one state is named.

import { invalidDefinition } from '../api/definition.ts';
import { validation } from '../api/problems.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { diagnose } from '../validation/diagnose.ts';
import { machineProblems } from '../validation/machine.ts';
import { innerContainers } from '../validation/state.ts';

export interface TestedState {
  readonly state: JsonObject;
  readonly machine: JsonObject;
}

export function findState(text: string, stateName: string | undefined): TestedState {
  const definition = parse(text);
  if (stateName === undefined) return alone(definition);
  const state = findIn(definition, stateName);
  if (state === undefined) throw validation('State not found in definition');
  refuse(machineProblems(definition, 'STANDARD'));
  return { state, machine: definition };
}

function parse(text: string): JsonObject {
  refuse(diagnose(text, 'STANDARD').filter(({ code }) => code === 'INVALID_JSON_DESCRIPTION'));
  const definition: Json = JSON.parse(text);
  return isObject(definition) ? definition : {};
}

/** AWS checks a single state as the only one of a machine; where its transitions lead is not its business. */
function alone(state: JsonObject): TestedState {
  const machine = { StartAt: 'StateName', States: { StateName: state } };
  refuse(machineProblems(machine, 'STANDARD'));
  return { state, machine };
}

function refuse(problems: ReturnType<typeof machineProblems>): void {
  if (problems.length > 0) throw invalidDefinition(problems);
}

/** States of branches and item processors can be tested too. */
function findIn(container: JsonObject, name: string): JsonObject | undefined {
  const states = isObject(container['States']) ? container['States'] : {};
  const own = states[name];
  if (isObject(own)) return own;
  for (const state of Object.values(states)) {
    if (!isObject(state)) continue;
    for (const inner of innerContainers(state, String(state['Type']))) {
      const found = findIn(inner.container, name);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

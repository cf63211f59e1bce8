// The machine and its parts: required fields, and then state by state.
import type { StateMachineType } from '@aws-sdk/client-sfn';
import { languageOf } from '../engine/compile.ts';
import { isObject, type JsonObject } from '../json.ts';
import { type Diagnostic, missing, schemaProblem } from './diagnostic.ts';
import { type Setting, stateProblems } from './state.ts';

const REQUIRED = ['States', 'StartAt'];
const STATE_NAME_LENGTH_MAX = 80;

export function machineProblems(
  definition: JsonObject,
  type: StateMachineType,
): readonly Diagnostic[] {
  const setting = {
    express: type === 'EXPRESS',
    machineLanguage: languageOf(definition, 'JSONPath'),
  };
  return containerProblems(definition, '', setting);
}

/** A machine, a branch or an item processor. */
function containerProblems(
  container: JsonObject,
  location: string,
  setting: Setting,
): readonly Diagnostic[] {
  const absent = REQUIRED.filter((field) => container[field] === undefined);
  if (absent.length > 0) return [missing(absent, location || '/')];
  const states = container['States'];
  if (!isObject(states)) {
    return [schemaProblem('Expected value of type Object', `${location}/States`)];
  }
  if (Object.keys(states).length === 0) {
    return [schemaProblem('Value cannot be empty', `${location}/States`)];
  }
  return Object.entries(states).flatMap(([name, state]) => {
    const place = `${location}/States/${name}`;
    if (name.length > STATE_NAME_LENGTH_MAX) {
      return [
        schemaProblem(`State name must be at most ${STATE_NAME_LENGTH_MAX} characters`, place),
      ];
    }
    if (!isObject(state)) return [schemaProblem('Expected value of type Object', place)];
    return stateProblems(state, place, setting, containerProblems);
  });
}

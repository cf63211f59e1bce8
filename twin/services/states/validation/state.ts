// One state: its type, its fields, and what each field may hold.
import { languageOf } from '../engine/compile.ts';
import { STATE_TYPES, type StateType } from '../engine/model.ts';
import type { QueryLanguage } from '../flow/flow.ts';
import { isArray, isObject, type JsonObject } from '../json.ts';
import { type Diagnostic, missing, schemaProblem } from './diagnostic.ts';
import { jsonataProblems } from './expressions.ts';
import { fieldProblem, STATE_FIELDS } from './fields.ts';
import { pathProblems } from './paths.ts';
import { valueProblems } from './values.ts';

/** What the checks of a state need to know of its machine. */
export interface Setting {
  readonly express: boolean;
  readonly machineLanguage: QueryLanguage;
}

type CheckContainer = (
  container: JsonObject,
  location: string,
  setting: Setting,
) => readonly Diagnostic[];

export function stateProblems(
  state: JsonObject,
  location: string,
  setting: Setting,
  checkContainer: CheckContainer,
): readonly Diagnostic[] {
  if (state['Type'] === undefined) return [missing(['Type'], location)];
  const type = STATE_TYPES.find((known) => known === state['Type']);
  if (type === undefined) {
    const types = STATE_TYPES.join(', ');
    const message = `The field 'Type' should have one of these values: [${types}]`;
    return [schemaProblem(message, `${location}/Type`)];
  }
  if (state['QueryLanguage'] === 'JSONPath' && setting.machineLanguage === 'JSONata') {
    const message = `'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine`;
    return [schemaProblem(message, location)];
  }
  const language = languageOf(state, setting.machineLanguage);
  return [
    ...fieldProblems(state, { type, language, location }),
    ...valueProblems(state, { type, language, location, express: setting.express }),
    ...(language === 'JSONata' ? jsonataProblems(state, location) : pathProblems(state, location)),
    ...innerContainers(state, type).flatMap(({ container, place }) => [
      ...noLanguageOfItsOwn(container, location + place),
      ...checkContainer(container, location + place, setting),
    ]),
  ];
}

function fieldProblems(
  state: JsonObject,
  { type, language, location }: { type: StateType; language: QueryLanguage; location: string },
): readonly Diagnostic[] {
  const absent = STATE_FIELDS[type].required.filter((field) => state[field] === undefined);
  const refused = Object.keys(state)
    .map((field) => fieldProblem(type, language, field))
    .filter((message) => message !== undefined);
  return [
    ...(absent.length === 0 ? [] : [missing(absent, location)]),
    ...refused.map((message) => schemaProblem(message, location)),
  ];
}

interface InnerContainer {
  readonly container: JsonObject;
  readonly place: string;
}

export function innerContainers(state: JsonObject, type: string): readonly InnerContainer[] {
  if (type === 'Parallel') {
    const branches = isArray(state['Branches']) ? state['Branches'] : [];
    return branches.flatMap((container, index) =>
      isObject(container) ? [{ container, place: `/Branches[${index}]` }] : [],
    );
  }
  if (type !== 'Map') return [];
  return ['ItemProcessor', 'Iterator'].flatMap((field) => {
    const container = state[field];
    return isObject(container) ? [{ container, place: `/${field}` }] : [];
  });
}

/** Branches and processors speak the language of the machine. */
function noLanguageOfItsOwn(container: JsonObject, location: string): readonly Diagnostic[] {
  if (container['QueryLanguage'] === undefined) return [];
  return [schemaProblem("Field 'QueryLanguage' is not supported", location)];
}

// What single fields of a state may hold.
import type { StateType } from '../engine/model.ts';
import type { QueryLanguage } from '../flow/flow.ts';
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import { expressionIn } from '../jsonata/evaluator.ts';
import { parseTimestamp } from '../timestamp.ts';
import { type Diagnostic, missing, schemaProblem } from './diagnostic.ts';

interface Place {
  readonly type: StateType;
  readonly language: QueryLanguage;
  readonly location: string;
  readonly express: boolean;
}

type Rule = (state: JsonObject, place: Place) => readonly Diagnostic[];

export const valueProblems: Rule = (state, place) => RULES.flatMap((rule) => rule(state, place));

const transitions: Rule = (state, { type, location }) => {
  if (type === 'Choice' || type === 'Succeed' || type === 'Fail') return [];
  if (state['Next'] !== undefined || state['End'] === true) return [];
  return [missing(['Next'], location)];
};

const timestamps: Rule = (state, { type, language, location }) => {
  const timestamp = state['Timestamp'];
  if (type !== 'Wait' || typeof timestamp !== 'string') return [];
  if (language === 'JSONata' && isExpression(timestamp)) return [];
  if (parseTimestamp(timestamp) !== undefined) return [];
  return [schemaProblem('String does not match RFC3339 timestamp', `${location}/Timestamp`)];
};

const WAIT_FIELDS = ['Seconds', 'Timestamp', 'SecondsPath', 'TimestampPath'];

const waits: Rule = (state, { type, location }) => {
  if (type !== 'Wait') return [];
  const present = WAIT_FIELDS.filter((field) => state[field] !== undefined);
  if (present.length === 1) return [];
  const message = `Exactly one of these fields must be present: [${WAIT_FIELDS.join(', ')}]`;
  return [schemaProblem(message, location)];
};

const resources: Rule = (state, { type, location, express }) => {
  const resource = state['Resource'];
  if (type !== 'Task' || resource === undefined) return [];
  const place = `${location}/Resource`;
  if (typeof resource !== 'string' || !resource.startsWith('arn:')) {
    return [schemaProblem('Value is not a valid resource ARN', place)];
  }
  if (!express) return [];
  const refused = 'Express state machine does not support';
  if (resource.endsWith('.waitForTaskToken')) {
    // The second space before the location is AWS's own.
    return [schemaProblem(`${refused} '.waitForTaskToken' service integration `, place)];
  }
  if (/\.sync(:2)?$/.test(resource)) {
    return [schemaProblem(`${refused} '.sync' service integration`, place)];
  }
  return [];
};

const emptyLists: Rule = (state, { location }) =>
  ['Branches', 'Choices'].flatMap((field) => {
    const list = state[field];
    return isArray(list) && list.length === 0
      ? [schemaProblem('Value cannot be empty', `${location}/${field}`)]
      : [];
  });

const NUMBERS = [
  'Seconds',
  'TimeoutSeconds',
  'HeartbeatSeconds',
  'MaxConcurrency',
  'ToleratedFailureCount',
];

const numbers: Rule = (state, { language, location }) =>
  NUMBERS.flatMap((field) => {
    const value = state[field];
    if (value === undefined || typeof value === 'number') return [];
    if (language === 'JSONata' && isExpression(value)) return [];
    return [schemaProblem('Expected value of type Integer', `${location}/${field}`)];
  });

const isExpression = (value: Json): boolean =>
  typeof value === 'string' && expressionIn(value) !== undefined;

const processors: Rule = (state, { type, location }) => {
  if (type !== 'Map') return [];
  const present = state['ItemProcessor'] ?? state['Iterator'];
  return present === undefined ? [missing(['ItemProcessor'], location)] : [];
};

const handlers: Rule = (state, { location }) => [
  ...listOf(state, 'Retry', location).flatMap(({ item, place }) =>
    item['ErrorEquals'] === undefined ? [missing(['ErrorEquals'], place)] : [],
  ),
  ...listOf(state, 'Catch', location).flatMap(({ item, place }) => {
    const absent = ['ErrorEquals', 'Next'].filter((field) => item[field] === undefined);
    return absent.length === 0 ? [] : [missing(absent, place)];
  }),
];

const choices: Rule = (state, { type, language, location }) => {
  if (type !== 'Choice') return [];
  return listOf(state, 'Choices', location).flatMap(({ item, place }) => {
    const required = language === 'JSONata' ? ['Condition', 'Next'] : ['Next'];
    const absent = required.filter((field) => item[field] === undefined);
    return absent.length === 0 ? [] : [missing(absent, place)];
  });
};

function listOf(state: JsonObject, field: string, location: string) {
  const list = state[field];
  return (isArray(list) ? list : []).flatMap((item, index) =>
    isObject(item) ? [{ item, place: `${location}/${field}[${index}]` }] : [],
  );
}

const RULES: readonly Rule[] = [
  transitions,
  timestamps,
  waits,
  resources,
  emptyLists,
  numbers,
  processors,
  handlers,
  choices,
];

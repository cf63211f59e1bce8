// Paths and intrinsic calls of JSONPath states must at least be readable.
import { looksLikeCall, parseCall } from '../intrinsics/parse.ts';
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import { parsePath } from '../jsonpath/parse.ts';
import { SyntaxProblem } from '../jsonpath/scanner.ts';
import { type Diagnostic, schemaProblem } from './diagnostic.ts';

const TEMPLATES = ['Parameters', 'ResultSelector', 'Assign', 'ItemSelector', 'Credentials'];
const PATHS = [
  'InputPath',
  'OutputPath',
  'ResultPath',
  'ItemsPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'MaxConcurrencyPath',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentagePath',
  'ErrorPath',
  'CausePath',
];

const NOT_A_PATH = 'Value is not a valid JSONPath';

export function pathProblems(state: JsonObject, location: string): readonly Diagnostic[] {
  return [
    ...choiceProblems(state['Choices'], `${location}/Choices`),
    ...TEMPLATES.flatMap((field) => templateProblems(state[field], `${location}/${field}`)),
    ...PATHS.flatMap((field) => {
      const path = state[field];
      if (path === undefined || path === null || isReadable(path)) return [];
      return [schemaProblem(NOT_A_PATH, `${location}/${field}`)];
    }),
  ];
}

/** Rules nest: And, Or and Not hold rules of their own. */
function choiceProblems(rules: Json | undefined, location: string): readonly Diagnostic[] {
  if (isArray(rules)) {
    return rules.flatMap((rule, index) => choiceProblems(rule, `${location}[${index}]`));
  }
  if (!isObject(rules)) return [];
  return Object.entries(rules).flatMap(([field, value]) => {
    const place = `${location}/${field}`;
    if (field === 'And' || field === 'Or' || field === 'Not') return choiceProblems(value, place);
    const isPath = field === 'Variable' || field.endsWith('Path');
    return isPath && !isReadable(value) ? [schemaProblem(NOT_A_PATH, place)] : [];
  });
}

function templateProblems(template: Json | undefined, location: string): readonly Diagnostic[] {
  if (isArray(template)) return template.flatMap((item) => templateProblems(item, location));
  if (!isObject(template)) return [];
  return Object.entries(template).flatMap(([key, value]) => {
    if (!key.endsWith('.$')) return templateProblems(value, `${location}/${key}`);
    if (isReadable(value)) return [];
    const message = `The value for the field '${key}' must be a valid JSONPath or a valid intrinsic function call`;
    return [schemaProblem(message, location)];
  });
}

function isReadable(value: Json): boolean {
  if (typeof value !== 'string') return false;
  try {
    if (looksLikeCall(value)) parseCall(value);
    else parsePath(value);
    return true;
  } catch (error) {
    if (error instanceof SyntaxProblem) return false;
    throw error;
  }
}

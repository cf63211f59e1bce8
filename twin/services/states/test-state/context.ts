// The context object that a request may bring along.

import { validation } from '../api/problems.ts';
import { parseResource, patternOf } from '../engine/resource.ts';
import { isObject, type Json, type JsonObject, payloadFrom } from '../json.ts';
import { jsonProblem } from '../validation/json-syntax.ts';

const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Execution: {
    Id: 'string',
    Input: 'any',
    Name: 'string',
    RoleArn: 'string',
    StartTime: 'string',
    RedriveCount: 'number',
    RedriveTime: 'string',
  },
  State: { EnteredTime: 'string', Name: 'string', RetryCount: 'number' },
  StateMachine: { Id: 'string', Name: 'string' },
  Task: { Token: 'string' },
};

export function checkContext(text: string | undefined, state: JsonObject): JsonObject | undefined {
  if (text === undefined) return undefined;
  if (jsonProblem(text) !== undefined) throw invalid('Context object must be valid JSON');
  const { value: context } = payloadFrom(text);
  if (!isObject(context)) throw invalid('Context object must be a JSON object');
  for (const [name, part] of Object.entries(context)) checkPart(name, part);
  if (context['Task'] !== undefined && !hasToken(state)) {
    throw invalid(
      "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern",
    );
  }
  return context;
}

const invalid = (problem: string) => validation(`Invalid Context object provided: ${problem}`);

const hasToken = (state: JsonObject): boolean =>
  state['Type'] === 'Task' && patternOf(parseResource(String(state['Resource']))) !== 'request';

function checkPart(name: string, part: Json): void {
  if (name === 'Map') {
    throw invalid("'Map' field is not supported when mocking a Context object");
  }
  const fields = FIELDS[name];
  if (fields === undefined) throw invalid(`Field '${name}' is not allowed`);
  if (!isObject(part)) throw invalid(`${name} must be an object`);
  for (const [field, value] of Object.entries(part)) {
    const type = fields[field];
    if (type === undefined) throw invalid(`Field '${field}' is not allowed`);
    if (type !== 'any' && typeof value !== type) {
      throw invalid(`${name}.${field} must be a ${type}`);
    }
  }
}

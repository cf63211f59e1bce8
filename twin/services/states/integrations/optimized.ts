// The optimized integrations that hand their parameters to one operation and its answer back with metadata.
import { isArray, isObject, type JsonObject, type Payload, payloadOf } from '../json.ts';
import { optimizedFailure } from './failures.ts';
import {
  asText,
  callService,
  type Integration,
  type ServiceAnswer,
  type Task,
} from './integration.ts';
import { sdkMetadata } from './sdk-metadata.ts';
import { OPTIMIZED_SERVICES, SDK_SERVICES } from './services.ts';

/** Calls the optimized service of that name. */
export function callOptimized(
  task: Task,
  name: string,
  request: { readonly operation: string; readonly parameters: JsonObject },
): Promise<ServiceAnswer> {
  const optimized = OPTIMIZED_SERVICES[name];
  const service = SDK_SERVICES[optimized?.sdk ?? ''];
  if (optimized === undefined || service === undefined) throw new Error(`no service ${name}`);
  return callService(task, { ...request, service, failure: optimizedFailure(optimized) });
}

export function withMetadata(task: Task, { output, requestId }: ServiceAnswer): Payload {
  const body = JSON.stringify(output);
  return payloadOf({ ...output, ...sdkMetadata(task.host, { requestId, body }) });
}

const plain = (name: string, prepare: (parameters: JsonObject) => JsonObject): Integration => ({
  async request(task) {
    const { operation } = task;
    const parameters = prepare(task.parameters);
    return withMetadata(task, await callOptimized(task, name, { operation, parameters }));
  },
});

/** Members given as objects travel as JSON text. */
const textMember =
  (member: string) =>
  (parameters: JsonObject): JsonObject => {
    const text = asText(parameters[member]);
    return text === undefined ? parameters : { ...parameters, [member]: text };
  };

export const dynamodb = plain('dynamodb', (parameters) => parameters);
export const sns = plain('sns', textMember('Message'));
export const sqs = plain('sqs', textMember('MessageBody'));
export const events = plain('events', (parameters) => ({
  ...parameters,
  Entries: (isArray(parameters['Entries']) ? parameters['Entries'] : []).map((entry) =>
    isObject(entry) ? textMember('Detail')(entry) : entry,
  ),
}));

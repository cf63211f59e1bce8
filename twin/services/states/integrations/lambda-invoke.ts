// `lambda:invoke`: calls a function and wraps what it returned, as the optimized integration does.
import { StateError } from '../errors/state-error.ts';
import { isObject, type Json, type JsonObject, type Payload, payloadOf } from '../json.ts';
import type { Integration, ServiceAnswer, Task } from './integration.ts';
import { callOptimized } from './optimized.ts';
import { sdkMetadata } from './sdk-metadata.ts';

export const lambda: Integration = {
  async request(task) {
    const { Payload: payload, ...rest } = task.parameters;
    // Without a payload the function gets an empty object.
    const text = JSON.stringify(payload ?? {});
    const answer = await invoke(task, { ...rest, Payload: text });
    const returned = parsed(returnedText(answer));
    throwFunctionError(answer, JSON.stringify(returned));
    return wrap(task, answer, returned);
  },
};

export function invoke(task: Task, parameters: JsonObject): Promise<ServiceAnswer> {
  return callOptimized(task, 'lambda', { operation: 'invoke', parameters });
}

export function returnedText({ output }: ServiceAnswer): string {
  const { Payload: payload } = output;
  return typeof payload === 'string' ? payload : '';
}

/** The error's name is the type that the function threw. */
export function throwFunctionError({ output }: ServiceAnswer, cause: string): void {
  if (output['FunctionError'] === undefined) return;
  const error = parsed(cause);
  const type = isObject(error) ? error['errorType'] : undefined;
  throw new StateError(typeof type === 'string' ? type : 'Lambda.Unknown', cause);
}

/** What is not JSON is text. */
export function parsed(text: string): Json {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function wrap(task: Task, { output, requestId }: ServiceAnswer, returned: Json): Payload {
  const { ExecutedVersion: version, StatusCode: status = 200 } = output;
  const headers = {
    'Content-Type': 'application/json',
    'X-Amz-Executed-Version': typeof version === 'string' ? version : '$LATEST',
    'X-Amzn-Trace-Id': `root=1-${requestId}`,
    'x-amzn-Remapped-Content-Length': '0',
  };
  const body = JSON.stringify(returned);
  const metadata = sdkMetadata(task.host, { requestId, body, status: Number(status) }, headers);
  return payloadOf({
    ...(version === undefined ? {} : { ExecutedVersion: version }),
    Payload: returned,
    ...metadata,
    StatusCode: status,
  });
}

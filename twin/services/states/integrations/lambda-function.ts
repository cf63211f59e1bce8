// A function's own ARN as the resource: its result is the task's result, without any wrapping.
import { type Payload, payloadFrom, payloadOf } from '../json.ts';
import type { Task } from './integration.ts';
import { invoke, parsed, returnedText, throwFunctionError } from './lambda-invoke.ts';

export async function runLambdaFunction(task: Task): Promise<Payload> {
  const { resource, arguments: args } = task.call;
  const answer = await invoke(task, { FunctionName: resource.arn, Payload: args.text() });
  const text = returnedText(answer);
  // The cause is the function's own text, unlike with lambda:invoke.
  throwFunctionError(answer, text);
  const value = parsed(text);
  return typeof value === 'string' && !text.startsWith('"')
    ? payloadOf(value)
    : payloadFrom(text || '{}');
}

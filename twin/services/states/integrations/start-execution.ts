// `states:startExecution`: starts another machine, and with `.sync` or `.sync:2` waits for its end.
import { patternOf } from '../engine/resource.ts';
import { STATES_ERRORS } from '../errors/names.ts';
import { StateError } from '../errors/state-error.ts';
import { isObject, type Json, type JsonObject, type Payload, payloadOf } from '../json.ts';
import { asText, type Integration, type Task } from './integration.ts';
import { modelOf } from './models.ts';
import { callOptimized, withMetadata } from './optimized.ts';
import { SDK_SERVICES } from './services.ts';
import { fromSdk } from './shapes.ts';

export const states: Integration = {
  async request(task) {
    const { Input: input, ...rest } = task.parameters;
    const text = input === null ? undefined : asText(input);
    const parameters = { ...rest, ...(text === undefined ? {} : { Input: text }) };
    const { operation } = task;
    return withMetadata(task, await callOptimized(task, 'states', { operation, parameters }));
  },
  async follow(task, submitted) {
    const description = await task.executions.ended(startedArn(submitted));
    const output = await describe(task, description);
    if (output['Status'] !== 'SUCCEEDED') {
      throw new StateError(STATES_ERRORS.taskFailed, JSON.stringify(output));
    }
    return payloadOf(patternOf(task.call.resource) === 'sync:2' ? parsedData(output) : output);
  },
  cancel: (task, submitted) =>
    callOptimized(task, 'states', {
      operation: 'stopExecution',
      parameters: { ExecutionArn: startedArn(submitted) },
    }),
};

const startedArn = ({ value }: Payload): string =>
  isObject(value) ? String(value['ExecutionArn']) : '';

/** The members in the order of their names, as AWS has them. */
async function describe(task: Task, description: object): Promise<JsonObject> {
  const service = SDK_SERVICES['sfn'];
  if (service === undefined) throw new Error('no service sfn');
  const shapes = (await modelOf(task.host.pump, service)).operations.get('DescribeExecution');
  const output = fromSdk(shapes?.output, description);
  const entries = Object.entries(isObject(output) ? output : {});
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Version two of the integration gives input and output as JSON, not as text. */
function parsedData(output: JsonObject): JsonObject {
  const parse = (value: Json | undefined): Json =>
    typeof value === 'string' ? JSON.parse(value) : (value ?? null);
  return { ...output, Input: parse(output['Input']), Output: parse(output['Output']) };
}

// What an integration is: a request to a service, and for `.sync` a way to follow what it started.

import { roleCaller } from '../../../host/caller.ts';
import type { ServiceHost } from '../../../host/service.ts';
import type { TaskCall } from '../engine/model.ts';
import { STATES_ERRORS } from '../errors/names.ts';
import { StateError } from '../errors/state-error.ts';
import { isObject, type Json, type JsonObject, type Payload } from '../json.ts';
import type { Failure } from './failures.ts';
import { modelOf } from './models.ts';
import type { SdkService } from './services.ts';
import { fromSdk, pascalCase, toSdk } from './shapes.ts';

export interface Integration {
  request(task: Task): Promise<Payload>;
  /** Waits until what the request started has ended. */
  follow?(task: Task, submitted: Payload): Promise<Payload>;
  /** Ends what the request started, when the task is given up. */
  cancel?(task: Task, submitted: Payload): Promise<unknown>;
}

/** A task on its way to a service. */
export interface Task {
  readonly call: TaskCall;
  readonly host: ServiceHost;
  readonly executions: ExecutionWatch;
  /** `putItem`, without what comes after a dot. */
  readonly operation: string;
  readonly parameters: JsonObject;
}

/** What `.sync` tasks see of the executions that they started. */
export interface ExecutionWatch {
  /** The description of the execution once it has ended, in the SDK's shape. */
  ended(executionArn: string): Promise<object>;
}

export interface ServiceCall {
  readonly service: SdkService;
  readonly failure: Failure;
  readonly operation: string;
  readonly parameters: JsonObject;
}

export interface ServiceAnswer {
  readonly output: JsonObject;
  /** The SDK's own shape, for what is not text. */
  readonly raw: object;
  readonly requestId: string;
}

/** Calls a service in the name of the state machine's role. */
export async function callService(task: Task, request: ServiceCall): Promise<ServiceAnswer> {
  const { host } = task;
  const model = await modelOf(host.pump, request.service);
  const operation = pascalCase(request.operation);
  const shapes = model.operations.get(operation);
  const requestId = host.ids.uuid();
  if (shapes === undefined) throw unknownOperation(request);
  try {
    const raw = await host.call({
      service: request.service.id,
      operation,
      input: sdkInput(shapes.input, request.parameters),
      caller: callerOf(task),
    });
    const output = fromSdk(shapes.output, raw);
    return { output: isObject(output) ? output : {}, raw, requestId };
  } catch (error) {
    throw request.failure(error, model, requestId);
  }
}

function sdkInput(schema: unknown, parameters: JsonObject): object {
  const input = toSdk(schema, parameters);
  return typeof input === 'object' && input !== null ? input : {};
}

/** Credentials of the task, or the role of the state machine. */
function callerOf({ call, host }: Task) {
  const { identity } = call.execution;
  const roleArn = call.roleArn ?? identity.roleArn ?? `arn:aws:iam::${host.account}:role/none`;
  return roleCaller(roleArn, identity.name);
}

const unknownOperation = ({ service, operation }: ServiceCall): StateError =>
  new StateError(STATES_ERRORS.runtime, `${service.label} has no operation ${operation}.`);

/** Members that the task gives as objects and the service takes as JSON text. */
export const asText = (value: Json | undefined): Json | undefined =>
  value === undefined || typeof value === 'string' ? value : JSON.stringify(value);

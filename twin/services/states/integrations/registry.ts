// Finds who performs a task, and waits for it as the resource says.
import type { ServiceHost } from '../../../host/service.ts';
import type { Resource, TaskCall, TaskRunner } from '../engine/model.ts';
import { operationOf, patternOf } from '../engine/resource.ts';
import { runtimeError } from '../errors/state-error.ts';
import { isObject, type Payload } from '../json.ts';
import { awsSdkIntegration } from './aws-sdk.ts';
import type { ExecutionWatch, Integration, Task } from './integration.ts';
import { runLambdaFunction } from './lambda-function.ts';
import { lambda } from './lambda-invoke.ts';
import { dynamodb, events, sns, sqs } from './optimized.ts';
import { ecs } from './run-task.ts';
import { codebuild } from './start-build.ts';
import { states } from './start-execution.ts';

const OPTIMIZED: Readonly<Record<string, Integration>> = {
  codebuild,
  dynamodb,
  ecs,
  events,
  lambda,
  sns,
  sqs,
  states,
};

const SDK_PREFIX = 'aws-sdk:';

export interface Tokens {
  create(): string;
  /** Settles when somebody sends the outcome of the token; forgotten when the task's scope ends. */
  wait(call: TaskCall): Promise<Payload>;
}

export interface Activities {
  exists(arn: string): boolean;
  run(call: TaskCall): Promise<Payload>;
}

export function createTaskRunner(options: {
  readonly host: ServiceHost;
  readonly tokens: Tokens;
  readonly activities: Activities;
  readonly executions: ExecutionWatch;
}): TaskRunner {
  const { host, tokens, activities, executions } = options;
  return {
    region: host.region,
    token: tokens.create,
    check(resource) {
      if (resource.kind === 'activity' && !activities.exists(resource.arn)) {
        throw runtimeError(`The activity ${resource.arn} does not exist.`);
      }
    },
    run(call) {
      if (call.resource.kind === 'activity') return activities.run(call);
      const task = taskOf(call, host, executions);
      if (call.resource.kind === 'lambda') return runLambdaFunction(task);
      return runIntegration(task, integrationFor(call.resource), tokens);
    },
  };
}

function taskOf(call: TaskCall, host: ServiceHost, executions: ExecutionWatch): Task {
  const { value } = call.arguments;
  const operation = operationOf(call.resource);
  return { call, host, executions, operation, parameters: isObject(value) ? value : {} };
}

async function runIntegration(
  task: Task,
  integration: Integration,
  tokens: Tokens,
): Promise<Payload> {
  const { call } = task;
  const pattern = patternOf(call.resource);
  if (pattern === 'request') return integration.request(task);
  // Who gets the token may answer before the request itself is answered.
  const resumed = tokens.wait(call);
  resumed.catch(() => {});
  const submitted = await integration.request(task);
  call.submitted(submitted);
  if (pattern === 'waitForTaskToken' || integration.follow === undefined) return resumed;
  const giveUp = () => integration.cancel?.(task, submitted).catch(() => {});
  const release = call.scope.onAbort(() => void giveUp());
  try {
    return await Promise.race([integration.follow(task, submitted), resumed]);
  } finally {
    release();
  }
}

function integrationFor({ service }: Resource): Integration {
  if (service.startsWith(SDK_PREFIX)) return awsSdkIntegration(service.slice(SDK_PREFIX.length));
  const integration = OPTIMIZED[service];
  if (integration === undefined) throw runtimeError(`The service ${service} is not simulated.`);
  return integration;
}

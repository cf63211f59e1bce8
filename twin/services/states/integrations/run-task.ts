// `ecs:runTask`: starts a task, and with `.sync` waits until it has stopped.
import { STATES_ERRORS } from '../errors/names.ts';
import { StateError } from '../errors/state-error.ts';
import { isArray, isObject, type Json, type JsonObject, type Payload, payloadOf } from '../json.ts';
import type { Integration, Task } from './integration.ts';
import { callOptimized, withMetadata } from './optimized.ts';

/** How often AWS looks is not documented; its events make it prompt. */
const POLL_SECONDS = 5;

export const ecs: Integration = {
  async request(task) {
    const { operation, parameters } = task;
    return withMetadata(task, await callOptimized(task, 'ecs', { operation, parameters }));
  },
  async follow(task, submitted) {
    const started = startedTask(submitted);
    if (started['TaskArn'] === undefined) {
      const { Failures: failures } = members(submitted.value);
      throw new StateError(STATES_ERRORS.taskFailed, JSON.stringify({ Failures: list(failures) }));
    }
    for (;;) {
      const described = await describe(task, started);
      if (described['LastStatus'] === 'STOPPED') return finish(described);
      await task.call.scope.guard(task.host.clock.sleep(POLL_SECONDS * 1000));
    }
  },
  cancel(task, submitted) {
    const { ClusterArn: cluster = null, TaskArn: taskArn = null } = startedTask(submitted);
    return callOptimized(task, 'ecs', {
      operation: 'stopTask',
      parameters: { Cluster: cluster, Task: taskArn, Reason: 'Stopped by Step Functions' },
    });
  },
};

const startedTask = ({ value }: Payload): JsonObject => members(list(members(value)['Tasks'])[0]);

async function describe(task: Task, started: JsonObject): Promise<JsonObject> {
  const { output } = await callOptimized(task, 'ecs', {
    operation: 'describeTasks',
    parameters: { Cluster: started['ClusterArn'] ?? null, Tasks: [started['TaskArn'] ?? null] },
  });
  return members(list(output['Tasks'])[0]);
}

/** A task is done well when every container ended with 0. */
function finish(task: JsonObject) {
  const codes = list(task['Containers']).map((container) => members(container)['ExitCode']);
  if (codes.length > 0 && codes.every((code) => code === 0)) return payloadOf(task);
  throw new StateError(STATES_ERRORS.taskFailed, JSON.stringify(task));
}

const list = (value: Json | undefined): readonly Json[] => (isArray(value) ? value : []);
const members = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

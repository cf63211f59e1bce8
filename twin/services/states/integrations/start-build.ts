// `codebuild:startBuild`: starts a build, and with `.sync` waits for its end.
import { STATES_ERRORS } from '../errors/names.ts';
import { StateError } from '../errors/state-error.ts';
import { isArray, isObject, type JsonObject, type Payload, payloadOf } from '../json.ts';
import type { Integration, Task } from './integration.ts';
import { callOptimized, withMetadata } from './optimized.ts';

/** How often AWS looks is not documented; its events make it prompt. */
const POLL_SECONDS = 5;

export const codebuild: Integration = {
  async request(task) {
    const { operation, parameters } = task;
    return withMetadata(task, await callOptimized(task, 'codebuild', { operation, parameters }));
  },
  async follow(task, submitted) {
    const id = startedId(submitted);
    for (;;) {
      const build = await describe(task, id);
      if (build['BuildStatus'] === 'SUCCEEDED') return payloadOf({ Build: build });
      if (build['BuildStatus'] !== 'IN_PROGRESS') {
        throw new StateError(STATES_ERRORS.taskFailed, JSON.stringify({ Build: build }));
      }
      await task.call.scope.guard(task.host.clock.sleep(POLL_SECONDS * 1000));
    }
  },
  cancel: (task, submitted) =>
    callOptimized(task, 'codebuild', {
      operation: 'stopBuild',
      parameters: { Id: startedId(submitted) },
    }),
};

function startedId({ value }: Payload): string {
  const build = isObject(value) ? value['Build'] : undefined;
  return isObject(build) ? String(build['Id']) : '';
}

async function describe(task: Task, id: string): Promise<JsonObject> {
  const { output } = await callOptimized(task, 'codebuild', {
    operation: 'batchGetBuilds',
    parameters: { Ids: [id] },
  });
  const [build] = isArray(output['Builds']) ? output['Builds'] : [];
  return isObject(build) ? build : {};
}

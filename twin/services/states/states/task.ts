// Task: work done elsewhere, under a time-out and a heartbeat, retried and caught.
import { compileHandling } from '../engine/attempts.ts';
import type { Frame } from '../engine/model.ts';
import { performTask } from '../engine/perform-task.ts';
import { parseResource, patternOf } from '../engine/resource.ts';
import { isObject } from '../json.ts';
import { type CompileState, nextOf } from './compile-state.ts';

export const compileTask: CompileState = ({ definition, flow }) => {
  const next = nextOf(definition);
  const resource = parseResource(String(definition['Resource']));
  const timeout = flow.number('TimeoutSeconds');
  const heartbeat = flow.number('HeartbeatSeconds');
  const credentials = isObject(definition['Credentials'])
    ? flow.template('Credentials', definition['Credentials'])
    : undefined;
  // A .sync task has a token as well: whoever gets it may end the task early.
  const hasToken = resource.kind === 'service' && patternOf(resource) !== 'request';

  const roleFor = async (frame: Frame): Promise<string | null> => {
    const given = await credentials?.(frame);
    const roleArn = given !== undefined && isObject(given.value) ? given.value['RoleArn'] : null;
    return typeof roleArn === 'string' ? roleArn : null;
  };

  return {
    handling: compileHandling(definition, flow),
    async work(frame) {
      const { tasks } = frame.execution.world;
      frame.taskToken = hasToken ? tasks.token() : undefined;
      const args = await flow.arguments(frame);
      tasks.check?.(resource);
      const result = await performTask(frame, {
        resource,
        arguments: args,
        timeoutSeconds: await timeout(frame),
        heartbeatSeconds: await heartbeat(frame),
        roleArn: await roleFor(frame),
      });
      frame.inspect?.('result', result);
      return { ...(await flow.finish(frame, result)), next };
    },
  };
};

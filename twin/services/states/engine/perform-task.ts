// One attempt at a task: the events around it, its time-out and its heartbeat.

import type { Purpose, Scheduled } from '../../../kernel/clock.ts';
import { STATES_ERRORS } from '../errors/names.ts';
import { StateError } from '../errors/state-error.ts';
import type { Payload } from '../json.ts';
import type { Frame, Resource, TaskCall } from './model.ts';
import { patternOf } from './resource.ts';
import { dataLimitExceeded, exceedsPayloadLimit } from './run.ts';
import { recorderFor, type TaskRequest } from './task-events.ts';

export async function performTask(frame: Frame, request: TaskRequest): Promise<Payload> {
  const { execution, thread } = frame;
  const recorder = recorderFor(frame, request);
  const scope = thread.scope.child();
  // An execution may be ended by this very event: nobody would stop an alarm that was set before.
  recorder.scheduled();
  const alarm = createAlarm(frame, request);
  try {
    const call: TaskCall = {
      ...request,
      stateName: frame.state.name,
      taskToken: frame.taskToken,
      execution,
      scope,
      started: recorder.started,
      submitted: recorder.submitted,
      heartbeat: alarm.heartbeat,
    };
    const output = await scope.guard(Promise.race([execution.world.tasks.run(call), alarm.rings]));
    if (exceedsPayloadLimit(output)) throw dataLimitExceeded(subjectOf(request.resource));
    recorder.succeeded(output);
    return output;
  } catch (error) {
    if (error instanceof StateError) recorder.failed(error);
    throw error;
  } finally {
    alarm.cancel();
    scope.abort();
  }
}

const subjectOf = (resource: Resource): string =>
  resource.kind === 'service' ? resource.service : resource.arn;

interface Alarm {
  /** Never resolves; rejects when time is up. */
  readonly rings: Promise<never>;
  heartbeat(): void;
  cancel(): void;
}

/** Who answers a task token or an activity may be outside; everything else goes on by itself. */
const purposeOf = (resource: Resource): Purpose =>
  resource.kind === 'activity' || patternOf(resource) === 'waitForTaskToken'
    ? 'deadline'
    : 'upkeep';

/** AWS reports a missed heartbeat as States.Timeout; States.HeartbeatTimeout selects it too. */
function createAlarm(frame: Frame, request: TaskRequest): Alarm {
  const { clock } = frame.execution.world;
  let ring = (_: StateError): void => {};
  const rings = new Promise<never>((_, reject) => {
    ring = reject;
  });
  const after = (seconds: number | undefined, alias?: string): Scheduled | undefined =>
    seconds === undefined
      ? undefined
      : clock.after(
          seconds * 1000,
          () => ring(new StateError(STATES_ERRORS.timeout, undefined, alias)),
          purposeOf(request.resource),
        );
  const beat = () => after(request.heartbeatSeconds, STATES_ERRORS.heartbeatTimeout);
  const timeout = after(request.timeoutSeconds);
  let heartbeat = beat();
  return {
    rings,
    heartbeat() {
      heartbeat?.cancel();
      heartbeat = beat();
    },
    cancel() {
      timeout?.cancel();
      heartbeat?.cancel();
    },
  };
}

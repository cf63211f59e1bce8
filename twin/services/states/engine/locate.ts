// Turns a mistake in a field into the error of its state: the cause says where, the history shows failed expressions.
import { STATES_ERRORS } from '../errors/names.ts';
import { FieldError, StateError } from '../errors/state-error.ts';
import type { Frame } from './model.ts';

/** Anything but a mistake in a field is handed back as it is. */
export function locate(frame: Frame, error: unknown): unknown {
  if (!(error instanceof FieldError)) return error;
  const { name } = frame.state;
  const cause = `An error occurred while executing the state '${name}' (entered at the event id #${frame.enteredEventId}). ${error.message}`;
  if (error.error === STATES_ERRORS.queryEvaluationError) {
    frame.execution.history.add(
      frame.thread,
      'EvaluationFailed',
      {
        evaluationFailedEventDetails: {
          state: name,
          error: error.error,
          cause,
          ...(error.location === undefined ? {} : { location: error.location }),
        },
      },
      { previousEventId: eventBefore(frame) },
    );
  }
  return new StateError(error.error, cause);
}

/** Fields are evaluated together with entering the state, except in Wait, which first enters and then looks. */
function eventBefore(frame: Frame): number {
  const { lastEventId } = frame.thread;
  const justEntered = lastEventId === frame.enteredEventId && frame.state.type !== 'Wait';
  return justEntered ? frame.eventIdBefore : lastEventId;
}

// How a tested state ended: succeeded, failed, to be retried, or caught.
import type { TestStateOutput } from '@aws-sdk/client-sfn';
import { delaySeconds, handlerFor } from '../engine/attempts.ts';
import type { CompiledState } from '../engine/compile.ts';
import type { Frame, Transition } from '../engine/model.ts';
import { FieldError, StateError } from '../errors/state-error.ts';
import type { Inspector } from './inspection.ts';

interface Trial {
  readonly frame: Frame;
  readonly code: CompiledState;
  readonly inspector: Inspector;
  /** How often the state is said to have been retried already. */
  readonly retries: number;
}

export async function judge(trial: Trial): Promise<TestStateOutput> {
  try {
    const transition = await trial.code.work(trial.frame);
    return { ...handedOn(trial, transition), status: 'SUCCEEDED' };
  } catch (thrown) {
    return judgeError(trial, toStateError(thrown));
  }
}

/** A tested state has no history, so the cause names no event. */
function toStateError(thrown: unknown): StateError {
  if (thrown instanceof FieldError) return new StateError(thrown.error, thrown.message);
  if (thrown instanceof StateError) return thrown;
  throw thrown;
}

function handedOn(
  { frame, inspector }: Trial,
  transition: Transition,
  errorDetails?: { readonly catchIndex: number },
): TestStateOutput {
  const variables = new Map([...frame.thread.variables, ...(transition.assigned ?? [])]);
  return {
    output: transition.output.text(),
    ...(transition.next === undefined ? {} : { nextState: transition.next }),
    ...inspector.data(frame, { variables, errorDetails }),
  };
}

async function judgeError(trial: Trial, error: StateError): Promise<TestStateOutput> {
  const { frame, code, inspector, retries } = trial;
  const { variables } = frame.thread;
  const { retriers = [], catchers = [] } = code.handling ?? {};
  const about = {
    ...(error.error === undefined ? {} : { error: error.error }),
    ...(error.reason === undefined ? {} : { cause: error.reason }),
  };
  const retryIndex = handlerFor(retriers, error);
  const retrier = retriers[retryIndex];
  if (retrier !== undefined && retries < retrier.maxAttempts) {
    const retryBackoffIntervalSeconds = delaySeconds(retrier, retries);
    const errorDetails = { retryIndex, retryBackoffIntervalSeconds };
    return { ...about, status: 'RETRIABLE', ...inspector.data(frame, { variables, errorDetails }) };
  }
  const catchIndex = handlerFor(catchers, error);
  const catcher = catchers[catchIndex];
  if (catcher !== undefined) {
    const transition = await catcher.transition(frame, error);
    return { ...about, ...handedOn(trial, transition, { catchIndex }), status: 'CAUGHT_ERROR' };
  }
  const errorDetails = retrier === undefined ? undefined : { retryIndex };
  return { ...about, status: 'FAILED', ...inspector.data(frame, { variables, errorDetails }) };
}

// Runs a whole execution: from its first event to the one that ends it.

import { STATES_ERRORS } from '../errors/names.ts';
import { Aborted, StateError } from '../errors/state-error.ts';
import { errorDetails, inputDetails, outputDetails } from '../history/details.ts';
import type { Execution, Machine, Outcome, Position, Thread, Variables } from './model.ts';
import { createThread, runGraph } from './run.ts';
import { createScope, type Scope } from './scope.ts';

export interface RunningExecution {
  readonly finished: Promise<Outcome>;
  /** As by StopExecution: nothing in the machine can catch it. */
  abort(error: string | undefined, reason: string | undefined): void;
  /** The state that it is in, or was in when it ended. */
  position(): Position | undefined;
}

export interface ExecuteOptions {
  readonly machine: Machine;
  readonly execution: Execution;
  /** Children of a distributed map see the variables of their parent. */
  readonly variables?: Variables;
  /** Ends the execution when its parent ends. */
  readonly scope?: Scope;
  /** Express executions have a limit of their own. */
  readonly timeoutSeconds?: number | undefined;
  /** Goes on where an earlier run failed, as a redrive does. */
  readonly resume?: Resume | undefined;
}

export interface Resume {
  readonly position: Position;
  readonly redriveCount: number;
  readonly lastEventId: number;
}

export function execute(options: ExecuteOptions): RunningExecution {
  const { execution } = options;
  const scope = options.scope?.child() ?? createScope();
  let conclude = (_: Outcome): void => {};
  const finished = new Promise<Outcome>((resolve) => {
    conclude = resolve;
  });
  let open = true;
  const end = (outcome: Outcome): void => {
    if (!open) return;
    open = false;
    scope.abort();
    record(execution, outcome, lastEventId());
    execution.history.close();
    conclude(outcome);
  };
  const position = options.resume?.position;
  const thread = createThread({
    scope,
    lastEventId: 0,
    variables: position?.variables ?? options.variables ?? new Map(),
  });
  const lastEventId = () => thread.lastEventId;
  const timeout = startTimer(options, end);
  scope.onAbort(() => {
    timeout?.cancel();
    end({ status: 'ABORTED', error: undefined, reason: undefined });
  });
  begin(options, thread);
  const { machine } = options;
  const graph = position === undefined ? machine : { ...machine, startAt: position.stateName };
  runGraph(graph, position?.input ?? execution.input, thread, execution).then(
    (output) => end({ status: 'SUCCEEDED', output }),
    (error) => {
      if (error instanceof Aborted) return;
      end(failure(error));
    },
  );
  return {
    finished,
    abort: (error, reason) => end({ status: 'ABORTED', error, reason }),
    position: () => thread.position,
  };
}

/** Anything but an error of a state is a defect of the interpreter; the execution shows it and ends. */
function failure(error: unknown): Outcome {
  if (error instanceof StateError) {
    return { status: 'FAILED', error: error.error, reason: error.reason };
  }
  return { status: 'FAILED', error: STATES_ERRORS.runtime, reason: String(error) };
}

function begin({ execution, resume }: ExecuteOptions, thread: Thread): void {
  const { history, identity, input } = execution;
  if (resume !== undefined) {
    thread.lastEventId = resume.lastEventId;
    history.add(thread, 'ExecutionRedriven', {
      executionRedrivenEventDetails: { redriveCount: resume.redriveCount },
    });
    return;
  }
  // The first state points back at nothing.
  history.add({ lastEventId: 0 }, 'ExecutionStarted', {
    executionStartedEventDetails: {
      ...inputDetails(input),
      ...(identity.roleArn === null ? {} : { roleArn: identity.roleArn }),
    },
  });
}

function startTimer(options: ExecuteOptions, end: (outcome: Outcome) => void) {
  const seconds = Math.min(
    options.machine.timeoutSeconds ?? Number.POSITIVE_INFINITY,
    options.timeoutSeconds ?? Number.POSITIVE_INFINITY,
  );
  if (!Number.isFinite(seconds)) return undefined;
  const timeOut = () =>
    end({ status: 'TIMED_OUT', error: STATES_ERRORS.timeout, reason: undefined });
  return options.execution.world.clock.after(seconds * 1000, timeOut, 'upkeep');
}

/** What ends an execution from outside points back at nothing. */
function record({ history }: Execution, outcome: Outcome, lastEventId: number): void {
  const chain = { lastEventId };
  switch (outcome.status) {
    case 'SUCCEEDED':
      history.add(chain, 'ExecutionSucceeded', {
        executionSucceededEventDetails: outputDetails(outcome.output),
      });
      return;
    case 'FAILED':
      history.add(chain, 'ExecutionFailed', { executionFailedEventDetails: errorDetails(outcome) });
      return;
    case 'TIMED_OUT':
      history.add({ lastEventId: 0 }, 'ExecutionTimedOut', {
        executionTimedOutEventDetails: errorDetails(outcome),
      });
      return;
    case 'ABORTED':
      history.add({ lastEventId: 0 }, 'ExecutionAborted', {
        executionAbortedEventDetails: errorDetails(outcome),
      });
  }
}

// Runs a whole execution: from its first event to the one that ends it.

import { STATES_ERRORS } from '../errors/names.ts';
import { Aborted, StateError } from '../errors/state-error.ts';
import { errorDetails, inputDetails, outputDetails } from '../history/details.ts';
import type { Execution, Machine, Outcome, Variables } from './model.ts';
import { createThread, runGraph } from './run.ts';
import { createScope, type Scope } from './scope.ts';

export interface RunningExecution {
  readonly finished: Promise<Outcome>;
  /** As by StopExecution: nothing in the machine can catch it. */
  abort(error: string | undefined, reason: string | undefined): void;
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
  /** Added after the first event, when the execution is run again. */
  readonly redriven?: number;
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
  const thread = createThread({ scope, lastEventId: 0, variables: options.variables ?? new Map() });
  const lastEventId = () => thread.lastEventId;
  const timeout = startTimer(options, end);
  scope.onAbort(() => {
    timeout?.cancel();
    end({ status: 'ABORTED', error: undefined, reason: undefined });
  });
  begin(options);
  runGraph(options.machine, execution.input, thread, execution).then(
    (output) => end({ status: 'SUCCEEDED', output }),
    (error) => {
      if (error instanceof Aborted) return;
      end(failure(error));
    },
  );
  return {
    finished,
    abort: (error, reason) => end({ status: 'ABORTED', error, reason }),
  };
}

/** Anything but an error of a state is a defect of the interpreter; the execution shows it and ends. */
function failure(error: unknown): Outcome {
  if (error instanceof StateError) {
    return { status: 'FAILED', error: error.error, reason: error.reason };
  }
  return { status: 'FAILED', error: STATES_ERRORS.runtime, reason: String(error) };
}

function begin({ execution, redriven }: ExecuteOptions): void {
  const { history, identity, input } = execution;
  const start = { lastEventId: 0 };
  if (redriven !== undefined) {
    history.add(start, 'ExecutionRedriven', {
      executionRedrivenEventDetails: { redriveCount: redriven },
    });
    return;
  }
  history.add(start, 'ExecutionStarted', {
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
  return options.execution.world.clock.after(seconds * 1000, () =>
    end({ status: 'TIMED_OUT', error: STATES_ERRORS.timeout, reason: undefined }),
  );
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
        executionTimedOutEventDetails: {},
      });
      return;
    case 'ABORTED':
      history.add({ lastEventId: 0 }, 'ExecutionAborted', {
        executionAbortedEventDetails: errorDetails(outcome),
      });
  }
}

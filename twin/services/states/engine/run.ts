// Runs states one after another along a line of control, and writes down when each is entered and left.
import type { HistoryEventType } from '@aws-sdk/client-sfn';
import { STATES_ERRORS } from '../errors/names.ts';
import { StateError } from '../errors/state-error.ts';
import { assignedDetails, inputDetails, outputDetails } from '../history/details.ts';
import type { Payload } from '../json.ts';
import { locate } from './locate.ts';
import type {
  Execution,
  Frame,
  Graph,
  MapItem,
  State,
  Thread,
  Transition,
  Variables,
} from './model.ts';
import type { Scope } from './scope.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const PAYLOAD_BYTES_MAX = 256 * 1024;

export function createThread(options: {
  readonly scope: Scope;
  readonly lastEventId: number;
  readonly variables: Variables;
  readonly item?: MapItem | undefined;
}): Thread {
  return { ...options, item: options.item, current: undefined, position: undefined, children: [] };
}

export async function runGraph(
  graph: Graph,
  input: Payload,
  thread: Thread,
  execution: Execution,
): Promise<Payload> {
  let name: string | undefined = graph.startAt;
  let payload = input;
  while (name !== undefined) {
    const state = graph.states.get(name);
    if (state === undefined) throw new StateError(STATES_ERRORS.runtime, `No state '${name}'.`);
    const { transitionMs, world } = execution;
    if (transitionMs > 0) await thread.scope.guard(world.clock.sleep(transitionMs));
    const transition: Transition = await runState(state, payload, thread, execution);
    payload = transition.output;
    name = transition.next;
  }
  return payload;
}

async function runState(
  state: State,
  input: Payload,
  thread: Thread,
  execution: Execution,
): Promise<Transition> {
  const frame = enter(state, input, thread, execution);
  const transition = await state.run(frame).catch((error) => {
    throw locate(frame, error);
  });
  exit(frame, transition);
  return transition;
}

function enter(state: State, input: Payload, thread: Thread, execution: Execution): Frame {
  const { history, world } = execution;
  const eventIdBefore = thread.lastEventId;
  thread.current = state;
  thread.position = { stateName: state.name, input, variables: thread.variables };
  thread.children = [];
  const enteredEventId = history.add(thread, enteredType(state), {
    stateEnteredEventDetails: { name: state.name, ...inputDetails(input) },
  });
  return {
    state,
    input,
    thread,
    execution,
    eventIdBefore,
    enteredEventId,
    enteredTime: world.clock.date().toISOString(),
    retryCount: 0,
  };
}

function exit(frame: Frame, transition: Transition): void {
  const { thread, execution, state } = frame;
  checkSize(frame, transition.output);
  if (transition.assigned !== undefined && transition.assigned.size > 0) {
    thread.variables = new Map([...thread.variables, ...transition.assigned]);
  }
  execution.history.add(thread, `${state.type}StateExited` as HistoryEventType, {
    stateExitedEventDetails: {
      name: state.name,
      ...outputDetails(transition.output),
      ...assignedDetails(transition.assigned),
    },
  });
  thread.current = undefined;
}

const enteredType = (state: State): HistoryEventType => `${state.type}StateEntered`;

/** A text of fewer characters than a third of the bytes needs no counting. */
export const exceedsPayloadLimit = (payload: Payload): boolean =>
  payload.text().length * 3 > PAYLOAD_BYTES_MAX &&
  Buffer.byteLength(payload.text()) > PAYLOAD_BYTES_MAX;

function checkSize(frame: Frame, output: Payload): void {
  if (exceedsPayloadLimit(output)) throw dataLimitExceeded(frame.state.name);
}

export const dataLimitExceeded = (subject: string): StateError =>
  new StateError(
    STATES_ERRORS.dataLimitExceeded,
    `The state/task '${subject}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );

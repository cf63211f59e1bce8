// An inline Map: its iterations are part of the execution and of its history.
import { recordAbortedStates } from '../engine/abort-open-states.ts';
import type { Frame, Graph, MapItem, Thread } from '../engine/model.ts';
import { createThread, runGraph } from '../engine/run.ts';
import type { Scope } from '../engine/scope.ts';
import { type Payload, payloadOfArray } from '../json.ts';
import type { MapParts } from './parts.ts';
import { INLINE_CONCURRENCY_MAX, runPool, type Slot } from './pool.ts';

/** What all iterations of one attempt have in common. */
interface Round {
  readonly frame: Frame;
  readonly graph: Graph;
  readonly scope: Scope;
  readonly startedEventId: number;
  readonly running: Set<Thread>;
  /** The last event of the round, for what follows it. */
  lastEventId: number;
  failure: unknown;
}

export function compileInlineMap({ source, processor, items, settings }: MapParts) {
  const graph = source.graph(processor);
  return async (frame: Frame): Promise<Payload> => {
    const { thread, execution } = frame;
    const list = await items.list(frame);
    const maxConcurrency = await settings.maxConcurrency(frame);
    const round = startRound(frame, graph, list.length);
    // Inline maps tolerate no failure, but what the fields hold must make sense all the same.
    await settings.tolerance(frame);
    const concurrency = maxConcurrency === 0 ? INLINE_CONCURRENCY_MAX : maxConcurrency;
    try {
      const outputs = await thread.scope.guard(
        runPool(list.length, concurrency, async (index, slot) => {
          const item = { index, value: list[index] ?? null };
          return iterate(round, item, await items.select(frame, item), slot);
        }),
      );
      thread.lastEventId = round.lastEventId;
      execution.history.add(thread, 'MapStateSucceeded', undefined, { aside: true });
      return payloadOfArray(outputs);
    } catch (error) {
      thread.lastEventId = round.lastEventId;
      throw round.failure ?? error;
    } finally {
      round.scope.abort();
      thread.children = [];
    }
  };
}

function startRound(frame: Frame, graph: Graph, length: number): Round {
  const startedEventId = frame.execution.history.add(frame.thread, 'MapStateStarted', {
    mapStateStartedEventDetails: { length },
  });
  const scope = frame.thread.scope.child();
  return {
    frame,
    graph,
    scope,
    startedEventId,
    running: new Set(),
    lastEventId: startedEventId,
    failure: undefined,
  };
}

async function iterate(round: Round, item: MapItem, input: Payload, slot: Slot): Promise<Payload> {
  const { frame, graph, scope } = round;
  const { history } = frame.execution;
  const iteration = createThread({
    scope,
    lastEventId: slot.lastEventId ?? round.startedEventId,
    variables: frame.thread.variables,
    item,
  });
  round.running.add(iteration);
  frame.thread.children = [...round.running];
  const about = { name: frame.state.name, index: item.index };
  history.add(iteration, 'MapIterationStarted', { mapIterationStartedEventDetails: about });
  try {
    const output = await runGraph(graph, input, iteration, frame.execution);
    slot.lastEventId = iteration.lastEventId;
    round.lastEventId = history.add(
      iteration,
      'MapIterationSucceeded',
      { mapIterationSucceededEventDetails: about },
      { aside: true },
    );
    return output;
  } catch (error) {
    if (!scope.aborted) fail(round, iteration, about, error);
    throw error;
  } finally {
    round.running.delete(iteration);
  }
}

/** The first iteration that fails ends the others. */
function fail(
  round: Round,
  iteration: Thread,
  about: { name: string; index: number },
  error: unknown,
): void {
  const { history } = round.frame.execution;
  round.failure = error;
  round.scope.abort();
  round.lastEventId = iteration.lastEventId;
  history.add(
    iteration,
    'MapIterationFailed',
    { mapIterationFailedEventDetails: about },
    { aside: true },
  );
  for (const other of round.running) {
    if (other === iteration) continue;
    recordAbortedStates(history, [other]);
    history.add(other, 'MapIterationAborted', {
      mapIterationAbortedEventDetails: { name: about.name, index: other.item?.index ?? 0 },
    });
  }
}

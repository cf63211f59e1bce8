// Parallel: runs its branches side by side; the first that fails ends the others.
import { recordAbortedStates } from '../engine/abort-open-states.ts';
import { compileHandling } from '../engine/attempts.ts';
import type { Frame, Graph } from '../engine/model.ts';
import { createThread, runGraph } from '../engine/run.ts';
import { isArray, isObject, type Payload, payloadOfArray } from '../json.ts';
import { type CompileState, nextOf } from './compile-state.ts';

export const compileParallel: CompileState = ({ definition, flow, graph }) => {
  const next = nextOf(definition);
  const branches = (isArray(definition['Branches']) ? definition['Branches'] : [])
    .filter(isObject)
    .map(graph);
  return {
    handling: compileHandling(definition, flow, (frame) => {
      frame.execution.history.add(frame.thread, 'ParallelStateFailed');
    }),
    async work(frame) {
      const input = await flow.arguments(frame);
      const result = frame.mock?.result() ?? (await runBranches(frame, branches, input));
      return { ...(await flow.finish(frame, result)), next };
    },
  };
};

async function runBranches(
  frame: Frame,
  branches: readonly Graph[],
  input: Payload,
): Promise<Payload> {
  const { execution, thread } = frame;
  const { history } = execution;
  const startedEventId = history.add(thread, 'ParallelStateStarted');
  const scope = thread.scope.child();
  const threads = branches.map(() =>
    createThread({
      scope,
      lastEventId: startedEventId,
      variables: thread.variables,
      item: thread.item,
    }),
  );
  thread.children = threads;
  let failure: unknown;
  const runs = threads.map(async (branch, index) => {
    const graph = branches[index];
    if (graph === undefined) throw new Error(`no branch ${index}`);
    try {
      const output = await runGraph(graph, input, branch, execution);
      thread.lastEventId = branch.lastEventId;
      return output;
    } catch (error) {
      if (!scope.aborted) {
        failure = error;
        scope.abort();
        thread.lastEventId = branch.lastEventId;
        recordAbortedStates(history, threads);
      }
      throw error;
    }
  });
  try {
    const outputs = await thread.scope.guard(Promise.all(runs));
    history.add(thread, 'ParallelStateSucceeded', undefined, { aside: true });
    return payloadOfArray(outputs);
  } catch (error) {
    throw failure ?? error;
  } finally {
    scope.abort();
  }
}

// Writes down, for lines of control that end early, which of their states were still open.
import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { History } from '../history/history.ts';
import type { StateType, Thread } from './model.ts';

const ABORTED: Partial<Readonly<Record<StateType, HistoryEventType>>> = {
  Task: 'TaskStateAborted',
  Wait: 'WaitStateAborted',
  Map: 'MapStateAborted',
  Parallel: 'ParallelStateAborted',
};

export function recordAbortedStates(history: History, threads: readonly Thread[]): void {
  for (const thread of threads) {
    recordAbortedStates(history, thread.children);
    const type = thread.current === undefined ? undefined : ABORTED[thread.current.type];
    if (type !== undefined) history.add(thread, type, undefined, { aside: true });
    thread.current = undefined;
  }
}

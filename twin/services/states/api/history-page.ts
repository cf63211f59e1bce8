// GetExecutionHistory: events in either order, with or without data, in pages.
import type {
  GetExecutionHistoryInput,
  GetExecutionHistoryOutput,
  HistoryEvent,
} from '@aws-sdk/client-sfn';
import { pageOf } from './paging.ts';
import type { ExecutionRecord } from './store.ts';

/** What is left out when data is not asked for. */
const DATA = new Set(['input', 'output', 'parameters', 'assignedVariables']);

export function historyPage(
  record: ExecutionRecord,
  input: GetExecutionHistoryInput,
): GetExecutionHistoryOutput {
  const events = record.history.events();
  const ordered = input.reverseOrder === true ? events.toReversed() : events;
  const { items, next } = pageOf(ordered, input);
  return {
    events: input.includeExecutionData === false ? items.map(withoutData) : [...items],
    ...next,
  };
}

function withoutData(event: HistoryEvent): HistoryEvent {
  const members = Object.entries(event).map(([key, details]) => [
    key,
    key.endsWith('EventDetails') ? stripped(details) : details,
  ]);
  return { ...event, ...Object.fromEntries(members) };
}

const stripped = (details: object): object =>
  Object.fromEntries(Object.entries(details).filter(([key]) => !DATA.has(key)));

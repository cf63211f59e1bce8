// Compares a whole history with the recorded one, in the form that the recording gave it.
import {
  isArray,
  isObject,
  type Json,
  type JsonObject,
} from '../../../twin/services/states/json.ts';
import { difference } from './match.ts';

const ENDS_PARALLEL = new Set([
  'ParallelStateSucceeded',
  'ParallelStateAborted',
  'ParallelStateExited',
  'ParallelStateFailed',
]);

export function historyDifference(
  expected: readonly JsonObject[],
  actual: readonly JsonObject[],
  wildcards: readonly string[],
): string | undefined {
  const events = expected.some(isUnordered) ? withoutOrder(actual) : actual;
  if (events.length !== expected.length) {
    return `expected ${expected.length} events (${types(expected)}), got ${events.length} (${types(events)})`;
  }
  const rest = [...events];
  for (const event of expected) {
    const index = isUnordered(event)
      ? rest.findIndex((candidate) => isUnordered(candidate) && same(event, candidate, wildcards))
      : 0;
    const candidate = rest[Math.max(0, index)];
    const found = difference(withoutId(event), withoutId(candidate ?? {}), wildcards);
    if (found !== undefined)
      return `event ${JSON.stringify(event['id'])} ${event['type']}: ${found}`;
    rest.splice(Math.max(0, index), 1);
  }
  return undefined;
}

const types = (events: readonly JsonObject[]): string =>
  events.map((event) => event['type']).join(' ');

const same = (expected: JsonObject, actual: JsonObject, wildcards: readonly string[]): boolean =>
  difference(withoutId(expected), withoutId(actual), wildcards) === undefined;

/** The recording wrote the id of an event in a sorted block as a list. */
const isUnordered = (event: JsonObject): boolean => isArray(event['id']) || event['id'] === 0;

const withoutId = (event: JsonObject): Json =>
  isUnordered(event) ? { ...event, id: 0, previousEventId: 0 } : event;

/**
 * The recording made the events of a Parallel independent of their order. It did so while walking over the list that
 * it changed, so that some closing events were lost; the same walk here loses the same ones.
 */
function withoutOrder(actual: readonly JsonObject[]): readonly JsonObject[] {
  const events = actual.map((event) => ({ ...event }));
  let block: JsonObject[] = [];
  let start: number | undefined;
  let inBlock = false;
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index];
    if (!isObject(event)) continue;
    const type = String(event['type']);
    if (ENDS_PARALLEL.has(type)) {
      if (start !== undefined) events.splice(start, index - start, ...block);
      inBlock = false;
    } else if (type === 'ParallelStateStarted') {
      inBlock = true;
      block = [];
      start = index + 1;
    } else if (inBlock) {
      const unordered = { ...event, id: 0, previousEventId: 0 };
      events[index] = unordered;
      block.push(unordered);
    }
  }
  return events;
}

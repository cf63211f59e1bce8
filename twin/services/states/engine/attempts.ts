// Retry and Catch, for the states that have them: Task, Parallel and Map.
import { selects } from '../errors/names.ts';
import { StateError } from '../errors/state-error.ts';
import { errorOutput, type Flow } from '../flow/flow.ts';
import { isArray, isObject, type Json, type JsonObject, payloadOf } from '../json.ts';
import { locate } from './locate.ts';
import type { Frame, Transition } from './model.ts';

export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number | undefined;
  readonly fullJitter: boolean;
}

export interface Attempts {
  /** Tries until it succeeds, nobody retries any more, or somebody catches. */
  run(frame: Frame, attempt: () => Promise<Transition>, ending?: Ending): Promise<Transition>;
}

export interface Ending {
  /** Nobody retries any more: the state has failed, whether or not somebody catches. */
  failed(error: StateError): void;
}

export function compileAttempts(state: JsonObject, flow: Flow): Attempts {
  const retriers = retriersOf(state['Retry']);
  const catchers = compileCatchers(state['Catch'], flow);
  return {
    async run(frame, attempt, ending) {
      const counts = retriers.map(() => 0);
      for (;;) {
        try {
          return await attempt();
        } catch (thrown) {
          const error = locate(frame, thrown);
          if (!(error instanceof StateError)) throw error;
          const delayMs = nextDelayMs(frame, retriers, counts, error);
          if (delayMs === undefined) {
            ending?.failed(error);
            const handled = await catchers(frame, error);
            if (handled === undefined) throw error;
            return handled;
          }
          frame.retryCount += 1;
          await frame.thread.scope.guard(frame.execution.world.clock.sleep(delayMs));
        }
      }
    },
  };
}

const matches = (errorEquals: readonly string[], error: StateError): boolean =>
  selects(errorEquals, error.error) ||
  (error.alias !== undefined && selects(errorEquals, error.alias));

export function retriersOf(retry: Json | undefined): readonly Retrier[] {
  return (isArray(retry) ? retry : []).filter(isObject).map((retrier) => ({
    errorEquals: stringsOf(retrier['ErrorEquals']),
    intervalSeconds: Number(retrier['IntervalSeconds'] ?? 1),
    maxAttempts: Number(retrier['MaxAttempts'] ?? 3),
    backoffRate: Number(retrier['BackoffRate'] ?? 2),
    maxDelaySeconds:
      retrier['MaxDelaySeconds'] === undefined ? undefined : Number(retrier['MaxDelaySeconds']),
    fullJitter: retrier['JitterStrategy'] === 'FULL',
  }));
}

export const stringsOf = (value: Json | undefined): readonly string[] =>
  isArray(value) ? value.filter((item) => typeof item === 'string') : [];

/** The first retrier that selects the error decides alone; it counts its own attempts. */
export function retrierFor(retriers: readonly Retrier[], error: StateError): number {
  return retriers.findIndex(({ errorEquals }) => matches(errorEquals, error));
}

export function delaySeconds(retrier: Retrier, retriesSoFar: number): number {
  const delay = retrier.intervalSeconds * retrier.backoffRate ** retriesSoFar;
  return Math.min(delay, retrier.maxDelaySeconds ?? Number.POSITIVE_INFINITY);
}

function nextDelayMs(
  frame: Frame,
  retriers: readonly Retrier[],
  counts: number[],
  error: StateError,
): number | undefined {
  const index = retrierFor(retriers, error);
  const retrier = retriers[index];
  const count = counts[index] ?? 0;
  if (retrier === undefined || count >= retrier.maxAttempts) return undefined;
  counts[index] = count + 1;
  const seconds = delaySeconds(retrier, count);
  return 1000 * (retrier.fullJitter ? seconds * frame.execution.world.random() : seconds);
}

/** Undefined where no catcher selects the error. */
function compileCatchers(
  field: Json | undefined,
  flow: Flow,
): (frame: Frame, error: StateError) => Promise<Transition | undefined> {
  const catchers = (isArray(field) ? field : []).filter(isObject).map((catcher) => ({
    errorEquals: stringsOf(catcher['ErrorEquals']),
    next: String(catcher['Next']),
    finish: flow.caught(catcher),
  }));
  return async (frame, error) => {
    const index = catchers.findIndex(({ errorEquals }) => matches(errorEquals, error));
    const catcher = catchers[index];
    if (catcher === undefined) return undefined;
    const finished = await catcher.finish(frame, payloadOf(errorOutput(error)));
    return { ...finished, next: catcher.next };
  };
}

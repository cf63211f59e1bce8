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

interface Catcher {
  readonly errorEquals: readonly string[];
  readonly transition: (frame: Frame, error: StateError) => Promise<Transition>;
}

/** How a state answers to errors of its work. */
export interface Handling {
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
  /** Nobody retries any more: the state has failed, whether or not somebody catches. */
  readonly failed?: (frame: Frame, error: StateError) => void;
}

export function compileHandling(
  state: JsonObject,
  flow: Flow,
  failed?: Handling['failed'],
): Handling {
  return {
    retriers: objectsIn(state['Retry']).map(compileRetrier),
    catchers: objectsIn(state['Catch']).map((catcher) => compileCatcher(catcher, flow)),
    ...(failed === undefined ? {} : { failed }),
  };
}

/** Works until it succeeds, nobody retries any more, or somebody catches. */
export async function runAttempts(
  frame: Frame,
  work: (frame: Frame) => Promise<Transition>,
  handling: Handling,
): Promise<Transition> {
  const counts = handling.retriers.map(() => 0);
  for (;;) {
    try {
      return await work(frame);
    } catch (thrown) {
      const error = locate(frame, thrown);
      if (!(error instanceof StateError)) throw error;
      const delayMs = nextDelayMs(frame, handling.retriers, counts, error);
      if (delayMs === undefined) {
        handling.failed?.(frame, error);
        const catcher = handling.catchers[handlerFor(handling.catchers, error)];
        if (catcher === undefined) throw error;
        return catcher.transition(frame, error);
      }
      frame.retryCount += 1;
      await frame.thread.scope.guard(frame.execution.world.clock.sleep(delayMs));
    }
  }
}

/** The index of the first handler that selects the error, or -1. It alone decides. */
export function handlerFor(
  handlers: readonly { readonly errorEquals: readonly string[] }[],
  { error, alias }: StateError,
): number {
  return handlers.findIndex(
    ({ errorEquals }) =>
      selects(errorEquals, error) || (alias !== undefined && selects(errorEquals, alias)),
  );
}

export function delaySeconds(retrier: Retrier, retriesSoFar: number): number {
  const delay = retrier.intervalSeconds * retrier.backoffRate ** retriesSoFar;
  return Math.min(delay, retrier.maxDelaySeconds ?? Number.POSITIVE_INFINITY);
}

/** Each retrier counts its own attempts. */
function nextDelayMs(
  frame: Frame,
  retriers: readonly Retrier[],
  counts: number[],
  error: StateError,
): number | undefined {
  const index = handlerFor(retriers, error);
  const retrier = retriers[index];
  const count = counts[index] ?? 0;
  if (retrier === undefined || count >= retrier.maxAttempts) return undefined;
  counts[index] = count + 1;
  const seconds = delaySeconds(retrier, count);
  return 1000 * (retrier.fullJitter ? seconds * frame.execution.world.random() : seconds);
}

const compileRetrier = (retrier: JsonObject): Retrier => ({
  errorEquals: stringsIn(retrier['ErrorEquals']),
  intervalSeconds: Number(retrier['IntervalSeconds'] ?? 1),
  maxAttempts: Number(retrier['MaxAttempts'] ?? 3),
  backoffRate: Number(retrier['BackoffRate'] ?? 2),
  maxDelaySeconds:
    retrier['MaxDelaySeconds'] === undefined ? undefined : Number(retrier['MaxDelaySeconds']),
  fullJitter: retrier['JitterStrategy'] === 'FULL',
});

function compileCatcher(catcher: JsonObject, flow: Flow): Catcher {
  const finish = flow.caught(catcher);
  return {
    errorEquals: stringsIn(catcher['ErrorEquals']),
    async transition(frame, error) {
      const finished = await finish(frame, payloadOf(errorOutput(error)));
      return { ...finished, next: String(catcher['Next']) };
    },
  };
}

const objectsIn = (value: Json | undefined): readonly JsonObject[] =>
  isArray(value) ? value.filter(isObject) : [];

const stringsIn = (value: Json | undefined): readonly string[] =>
  isArray(value) ? value.filter((item) => typeof item === 'string') : [];

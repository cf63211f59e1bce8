// Moves virtual time, and only when the process has nothing left to do at the present instant.
import type { VirtualClock } from './clock.ts';

/**
 * Real work that Node tells of: time must not pass while it is under way. Packing and slow ciphers
 * on the thread pool it does not tell of; they need `during`.
 */
const REAL_WORK = /FSReq|CloseReq|DNS|GetAddrInfo/;

export interface Pump {
  /** Runs events until the queue is empty or time would pass `until`; then stands at `until` if one was given. */
  run(until?: number): Promise<void>;
  /** Runs events until the promise settles, and gives its outcome. */
  runUntil<T>(promise: Promise<T>): Promise<T>;
  /** Runs events until the condition holds; false when time would pass `until` first. */
  runWhile(condition: () => boolean, until: number): Promise<boolean>;
  /** Holds time still while real, asynchronous work (a module being loaded, say) is under way. */
  during<T>(work: Promise<T>): Promise<T>;
  /** Lets everything that is due at the present instant finish. */
  settle(): Promise<void>;
}

export function createPump(clock: VirtualClock): Pump {
  let held = 0;
  /** Runs may be nested, and wait for one another. */
  let runs = 0;

  async function settle(): Promise<void> {
    do {
      await new Promise((resolve) => setImmediate(resolve));
    } while (held > 0 || process.getActiveResourcesInfo().some((r) => REAL_WORK.test(r)));
  }

  async function run(until = Number.POSITIVE_INFINITY): Promise<void> {
    for (;;) {
      await settle();
      if ((clock.next() ?? Number.POSITIVE_INFINITY) > until || !clock.step()) break;
    }
    if (Number.isFinite(until)) clock.skipTo(until);
  }

  async function runWhile(condition: () => boolean, until: number): Promise<boolean> {
    runs += 1;
    try {
      // Without an event, every other run has a turn to settle what this one waits for.
      for (let idleTurns = 0; idleTurns < runs; ) {
        await settle();
        if (!condition()) return true;
        const isDue = (clock.next() ?? Number.POSITIVE_INFINITY) <= until;
        idleTurns = isDue && clock.step() ? 0 : idleTurns + 1;
      }
      return false;
    } finally {
      runs -= 1;
    }
  }

  async function runUntil<T>(promise: Promise<T>): Promise<T> {
    let pending = true;
    const done = () => {
      pending = false;
    };
    promise.then(done, done);
    const finished = await runWhile(() => pending, Number.POSITIVE_INFINITY);
    if (!finished) throw new Error('nothing is scheduled that could settle the awaited promise');
    return promise;
  }

  async function during<T>(work: Promise<T>): Promise<T> {
    held += 1;
    try {
      return await work;
    } finally {
      held -= 1;
    }
  }

  return { run, runUntil, runWhile, during, settle };
}

// Work that Node would do on its thread pool, done at once instead: the twin cannot see when a pool is busy.

type Sync = (...args: never[]) => unknown;
type Callback = (error: unknown, result?: unknown) => void;

/** The callback form of a synchronous function: the last argument is told the outcome, a moment later. */
export function toCallback(work: Sync): (...args: unknown[]) => void {
  return (...args) => {
    const callback = args.pop() as Callback;
    let outcome: Parameters<Callback>;
    try {
      outcome = [null, work(...(args as never[]))];
    } catch (error) {
      outcome = [error];
    }
    queueMicrotask(() => callback(...outcome));
  };
}

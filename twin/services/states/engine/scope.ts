// What runs together ends together: a scope is aborted once, and everything that waits in it stops for good.
import { Aborted } from '../errors/state-error.ts';

export interface Scope {
  readonly aborted: boolean;
  abort(): void;
  /** A scope that also ends when this one does. */
  child(): Scope;
  /** The promise's outcome, unless the scope is aborted first: then it rejects with Aborted. */
  guard<T>(promise: Promise<T>): Promise<T>;
  /** Called once on abort; returns the way to take it back. */
  onAbort(listener: () => void): () => void;
}

export function createScope(): Scope {
  const listeners = new Set<() => void>();
  let aborted = false;
  const scope: Scope = {
    get aborted() {
      return aborted;
    },
    abort() {
      if (aborted) return;
      aborted = true;
      for (const listener of [...listeners]) listener();
      listeners.clear();
    },
    onAbort(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    child() {
      const inner = createScope();
      if (aborted) inner.abort();
      const release = scope.onAbort(inner.abort);
      inner.onAbort(release);
      return inner;
    },
    guard(promise) {
      if (aborted) {
        // What comes of it interests nobody any more, a failure included.
        promise.catch(() => undefined);
        return Promise.reject(new Aborted());
      }
      return new Promise((resolve, reject) => {
        const release = scope.onAbort(() => reject(new Aborted()));
        promise.then(
          (value) => {
            release();
            resolve(value);
          },
          (error) => {
            release();
            reject(error);
          },
        );
      });
    },
  };
  return scope;
}

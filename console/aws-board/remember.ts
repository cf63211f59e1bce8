// Answers that may be a little old, so that many eyes on a page are few calls to AWS.

export interface Memory {
  /** The answer of this key, read again once it is older than `ageMs`; one reading at a time. */
  recall<T>(key: string, ageMs: number, read: () => Promise<T>): Promise<T>;
}

const ENTRIES_MAX = 2000;

interface Entry {
  readonly at: number;
  readonly answer: Promise<unknown>;
}

export function createMemory(nowMs: () => number): Memory {
  const entries = new Map<string, Entry>();
  return {
    recall<T>(key: string, ageMs: number, read: () => Promise<T>): Promise<T> {
      const known = entries.get(key);
      // A key is only ever asked for with one kind of reading.
      if (known !== undefined && nowMs() - known.at < ageMs) return known.answer as Promise<T>;
      const answer = read();
      entries.delete(key);
      entries.set(key, { at: nowMs(), answer });
      answer.catch(() => {
        if (entries.get(key)?.answer === answer) entries.delete(key);
      });
      forgetOldest(entries);
      return answer;
    },
  };
}

function forgetOldest(entries: Map<string, Entry>): void {
  const [oldest] = entries.keys();
  if (entries.size > ENTRIES_MAX && oldest !== undefined) entries.delete(oldest);
}

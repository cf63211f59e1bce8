// Virtual time: a queue of events ordered by (time, sequence). Time moves only when the pump takes an event.

export interface Scheduled {
  readonly at: number;
  cancel(): void;
}

export interface Clock {
  /** Milliseconds since the epoch, in virtual time. */
  now(): number;
  date(): Date;
  at(time: number, run: () => void): Scheduled;
  after(delayMs: number, run: () => void): Scheduled;
  sleep(delayMs: number): Promise<void>;
}

interface Entry extends Scheduled {
  readonly sequence: number;
  readonly run: () => void;
  cancelled: boolean;
}

export class VirtualClock implements Clock {
  #now: number;
  #sequence = 0;
  readonly #heap: Entry[] = [];

  constructor(startMs: number) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  date(): Date {
    return new Date(this.#now);
  }

  at(time: number, run: () => void): Scheduled {
    this.#sequence += 1;
    const entry: Entry = {
      at: Math.max(time, this.#now),
      sequence: this.#sequence,
      run,
      cancelled: false,
      cancel() {
        entry.cancelled = true;
      },
    };
    this.#push(entry);
    return entry;
  }

  after(delayMs: number, run: () => void): Scheduled {
    return this.at(this.#now + Math.max(0, delayMs), run);
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(delayMs, resolve);
    });
  }

  /** The time of the next live event, if there is one. */
  next(): number | undefined {
    while (this.#heap[0]?.cancelled) this.#pop();
    return this.#heap[0]?.at;
  }

  /** Moves time to the next live event and runs it. False when the queue is empty. */
  step(): boolean {
    if (this.next() === undefined) return false;
    const entry = this.#pop();
    if (entry === undefined) return false;
    this.#now = entry.at;
    entry.run();
    return true;
  }

  /** Moves time forward without running anything; never past the next event, never backwards. */
  skipTo(time: number): void {
    const next = this.next() ?? Number.POSITIVE_INFINITY;
    this.#now = Math.max(this.#now, Math.min(time, next));
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (parent === undefined || isBefore(parent, entry)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = entry;
  }

  #pop(): Entry | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    let index = 0;
    for (;;) {
      const child = earlierChild(heap, index);
      const entry = heap[child];
      if (entry === undefined || isBefore(last, entry)) break;
      heap[index] = entry;
      index = child;
    }
    heap[index] = last;
    return top;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}

function earlierChild(heap: readonly Entry[], index: number): number {
  const left = heap[2 * index + 1];
  const right = heap[2 * index + 2];
  return left !== undefined && right !== undefined && isBefore(right, left)
    ? 2 * index + 2
    : 2 * index + 1;
}

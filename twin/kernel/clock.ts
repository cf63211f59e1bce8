// Virtual time: a queue of events ordered by (time, sequence). Time moves only when the pump takes an event.

export interface Scheduled {
  readonly at: number;
  cancel(): void;
}

/**
 * Whether idle time may be skipped for an event; only a twin that runs beside real clients asks.
 * `work`: something is in progress and goes on then. `upkeep`: it recurs, or cleans up, or limits
 * other work: it happens when its time comes, and nobody waits for it. `deadline`: it ends the wait
 * for an answer that may come from outside.
 */
export type Purpose = 'work' | 'upkeep' | 'deadline';

export interface Clock {
  /** Milliseconds since the epoch, in virtual time. */
  now(): number;
  date(): Date;
  at(time: number, run: () => void, purpose?: Purpose): Scheduled;
  after(delayMs: number, run: () => void, purpose?: Purpose): Scheduled;
  sleep(delayMs: number): Promise<void>;
}

interface Entry extends Scheduled {
  readonly sequence: number;
  readonly run: () => void;
  readonly purpose: Purpose;
  /** It ran, or was cancelled. */
  over: boolean;
}

export class VirtualClock implements Clock {
  #now: number;
  #sequence = 0;
  readonly #heap: Entry[] = [];
  readonly #deadlines = new Set<Scheduled>();
  #workCount = 0;

  constructor(startMs: number) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  date(): Date {
    return new Date(this.#now);
  }

  at(time: number, run: () => void, purpose: Purpose = 'work'): Scheduled {
    this.#sequence += 1;
    const entry: Entry = {
      at: Math.max(time, this.#now),
      sequence: this.#sequence,
      run,
      purpose,
      over: false,
      cancel: () => this.#end(entry),
    };
    this.#push(entry);
    if (purpose === 'work') this.#workCount += 1;
    if (purpose === 'deadline') this.#deadlines.add(entry);
    return entry;
  }

  after(delayMs: number, run: () => void, purpose?: Purpose): Scheduled {
    return this.at(this.#now + Math.max(0, delayMs), run, purpose);
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(delayMs, resolve);
    });
  }

  /** The time of the next live event, if there is one. */
  next(): number | undefined {
    return this.peek()?.at;
  }

  /** The next live event. */
  peek(): Scheduled | undefined {
    while (this.#heap[0]?.over) this.#pop();
    return this.#heap[0];
  }

  /** Whether any work is scheduled. */
  hasWork(): boolean {
    return this.#workCount > 0;
  }

  /** The live events that end somebody's wait for an answer, in the order in which they were scheduled. */
  deadlines(): ReadonlySet<Scheduled> {
    return this.#deadlines;
  }

  /** Moves time to the next live event and runs it. False when the queue is empty. */
  step(): boolean {
    if (this.next() === undefined) return false;
    const entry = this.#pop();
    if (entry === undefined) return false;
    this.#now = entry.at;
    this.#end(entry);
    entry.run();
    return true;
  }

  /** Moves time forward without running anything; never past the next event, never backwards. */
  skipTo(time: number): void {
    const next = this.next() ?? Number.POSITIVE_INFINITY;
    this.#now = Math.max(this.#now, Math.min(time, next));
  }

  #end(entry: Entry): void {
    if (entry.over) return;
    entry.over = true;
    if (entry.purpose === 'work') this.#workCount -= 1;
    if (entry.purpose === 'deadline') this.#deadlines.delete(entry);
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

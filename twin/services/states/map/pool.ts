// Runs jobs side by side, so many at a time, in order. The first that throws stops the rest from starting.

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html: inline maps run at most 40 at a time. */
export const INLINE_CONCURRENCY_MAX = 40;

export async function runPool<T>(
  count: number,
  concurrency: number,
  job: (index: number, slot: Slot) => Promise<T>,
): Promise<readonly T[]> {
  const results: T[] = [];
  let next = 0;
  const workers = Array.from({ length: Math.min(count, concurrency) }, async () => {
    const slot: Slot = { lastEventId: undefined };
    while (next < count) {
      const index = next;
      next += 1;
      results[index] = await job(index, slot);
    }
  });
  await Promise.all(workers);
  return results;
}

/** A place in which iterations follow one another: each points back at the one before. */
export interface Slot {
  lastEventId: number | undefined;
}

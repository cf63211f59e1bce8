/** Runs a function over and over for a while: how often a second, and how long each time. */

export interface Measured {
  readonly perSecond: number;
  readonly eachMs: number;
  /** Of the processor: what counts on a machine that others use too. */
  readonly cpuMs: number;
}

const WARM_UP_MS = 500;
const MEASURED_MS = 1_500;
/** Work that does not wait is done in batches, so that the clock is not what is measured. */
const BATCH = 16;

export async function measure(run: () => unknown): Promise<Measured> {
  await repeat(run, WARM_UP_MS);
  const before = process.cpuUsage();
  const { count, ms } = await repeat(run, MEASURED_MS);
  const { user, system } = process.cpuUsage(before);
  return {
    perSecond: (1000 * count) / ms,
    eachMs: ms / count,
    cpuMs: (user + system) / 1000 / count,
  };
}

async function repeat(run: () => unknown, forMs: number): Promise<{ count: number; ms: number }> {
  const startedAt = performance.now();
  let count = 0;
  for (;;) {
    for (let left = BATCH; left > 0; left -= 1) {
      const result = run();
      if (result instanceof Promise) await result;
      count += 1;
      // One run may take longer than all of them should.
      if (result instanceof Promise && performance.now() - startedAt >= forMs) break;
    }
    const ms = performance.now() - startedAt;
    if (ms >= forMs) return { count, ms };
  }
}

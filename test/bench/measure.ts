/** Runs a function over and over for a while: how often a second, and how long each time. */

export interface Measured {
  readonly perSecond: number;
  readonly eachMs: number;
  /** Of the processor: what counts on a machine that others use too. */
  readonly cpuMs: number;
}

interface Repeated {
  readonly count: number;
  readonly ms: number;
  readonly cpuMs: number;
}

/** Processor time, so that a busy machine measures as much as an idle one. */
const WARM_UP_CPU_MS = 1_000;
const MEASURED_CPU_MS = 1_500;
/** What waits more than it works ends by the wall clock. */
const LONGEST_MS = 10_000;
/** Work that does not wait is done in batches, so that the clock is not what is measured. */
const BATCH = 16;

export async function measure(run: () => unknown): Promise<Measured> {
  await repeat(run, WARM_UP_CPU_MS);
  const { count, ms, cpuMs } = await repeat(run, MEASURED_CPU_MS);
  return { perSecond: (1000 * count) / ms, eachMs: ms / count, cpuMs: cpuMs / count };
}

async function repeat(run: () => unknown, forCpuMs: number): Promise<Repeated> {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  let count = 0;
  for (;;) {
    for (let left = BATCH; left > 0; left -= 1) {
      const result = run();
      if (result instanceof Promise) await result;
      count += 1;
    }
    const { user, system } = process.cpuUsage(cpuBefore);
    const [ms, cpuMs] = [performance.now() - startedAt, (user + system) / 1000];
    if (cpuMs >= forCpuMs || ms >= LONGEST_MS) return { count, ms, cpuMs };
  }
}

// Histories in which a bad version serves and complains, and somebody releases its repair.
import type { History, Stroke } from '../campaign/history.ts';
import { at, bad, fault, good, history, noSweep } from './strokes.ts';

/** Promoted before it goes bad; its repair comes when its alarm is up, and is refused. */
const complaining: readonly Stroke[] = [
  bad('slow-burn', { slowBurn: { afterMinutes: 36, errorRate: 0.6 } }),
  good(44, 'v1.2.0'),
];

/** Both too full once they have run for a while: the repair brings the alarm down, and up again. */
const filling = (version: string, afterMinutes: number, minutes = 0): Stroke => ({
  kind: 'version.slow-burn',
  atMs: at(minutes),
  do: 'push',
  version,
  behaviour: { slowBurn: { afterMinutes, memoryPercent: 96 } },
  bad: true,
});

const inTheNameOf = (...overriding: readonly string[]): Stroke => ({
  kind: 'operator.repair',
  atMs: at(55),
  do: 'release',
  version: 'v1.2.0',
  overriding,
});

export const repairs = {
  'a repair in the name of the alarm that is up': history(
    1,
    ...complaining,
    inTheNameOf('b/error-rate'),
  ),
  'a repair in the name of another alarm': history(
    1,
    ...complaining,
    inTheNameOf('a/latency-p95', 'service/cpu'),
  ),
  // It is heard of late, so that only the judge can tell in time.
  'a repair whose alarm was down once': history(
    90,
    filling('v1.1.0', 36),
    filling('v1.2.0', 5, 44),
    inTheNameOf('service/memory'),
    noSweep(90),
    fault({ hook: 'event', fault: 'late', source: 'aws.cloudwatch', delayMs: at(30) }, [56, 90]),
  ),
} as const satisfies Readonly<Record<string, History>>;

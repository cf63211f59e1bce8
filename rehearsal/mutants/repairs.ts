// Histories in which a bad version serves and complains, and somebody releases its repair.
import type { History, Stroke } from '../campaign/history.ts';
import { at, bad, good, history } from './strokes.ts';

/** Promoted before it goes bad; its repair comes when its alarm is up, and is refused. */
const complaining: readonly Stroke[] = [
  bad('slow-burn', { slowBurn: { afterMinutes: 36, errorRate: 0.6 } }),
  good(44, 'v1.2.0'),
];

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
} as const satisfies Readonly<Record<string, History>>;

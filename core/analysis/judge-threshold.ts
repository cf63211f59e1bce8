/** One threshold against its samples. Missing data is never a pass; equal to the limit is never a breach. */
import { assertNever } from '../assert.ts';
import { secondsBetween } from '../contract/instant.ts';
import { quantity } from './quantity.ts';
import type {
  LevelThreshold,
  RatioThreshold,
  RunThreshold,
  Sample,
  SampleOf,
  Threshold,
} from './threshold.ts';
import type { Finding, Outcome, Window } from './verdict.ts';

interface Measured {
  readonly outcome: Outcome;
  readonly value: number | null;
  readonly sampleCount: number;
  readonly reason: string;
}

/** Samples may be in any order and may reach beyond the window; only those inside count. */
export function judgeThreshold(
  threshold: Threshold,
  samples: readonly Sample[],
  window: Window,
): Finding {
  const { metric, unit, max } = threshold;
  const measured = measure(
    threshold,
    within(samples, window),
    secondsBetween(window.from, window.to),
  );
  return { metric, unit, threshold: max, window, ...measured };
}

function measure(
  threshold: Threshold,
  samples: readonly Sample[],
  windowSeconds: number,
): Measured {
  if (samples.length === 0)
    return unknown(0, `no data for ${threshold.metric} in ${windowSeconds} s`);
  switch (threshold.kind) {
    case 'ratio':
      return measureRatio(threshold, ofKind(samples, 'ratio'), windowSeconds);
    case 'level':
      return measureLevel(threshold, ofKind(samples, 'level'), windowSeconds);
    case 'run':
      return measureRun(threshold, ofKind(samples, 'run'), windowSeconds);
    default:
      return assertNever(threshold);
  }
}

/** Sums, not the mean of rates: a quiet minute must not weigh as much as a busy one. */
function measureRatio(
  threshold: RatioThreshold,
  samples: readonly SampleOf<'ratio'>[],
  windowSeconds: number,
): Measured {
  const total = samples.reduce((sum, sample) => sum + sample.total, 0);
  const bad = samples.reduce((sum, sample) => sum + sample.bad, 0);
  const requestsMin = Math.max(1, threshold.requestsMin);
  if (total < requestsMin) {
    return unknown(
      samples.length,
      `${total} requests in ${windowSeconds} s, ${requestsMin} are needed to judge ${threshold.metric}`,
    );
  }
  const value = (100 * bad) / total;
  const detail = `${bad} of ${total} requests in ${windowSeconds} s`;
  return compared(threshold, value, samples.length, detail);
}

/** The value is the n-th highest sample: it exceeds the limit exactly when n samples do. */
function measureLevel(
  threshold: LevelThreshold,
  samples: readonly SampleOf<'level'>[],
  windowSeconds: number,
): Measured {
  const needed = threshold.samplesOverMax;
  const descending = samples.map((sample) => sample.value).sort((a, b) => b - a);
  const value = descending[needed - 1];
  if (value === undefined) {
    return unknown(
      samples.length,
      `${samples.length} samples of ${threshold.metric} in ${windowSeconds} s, ${needed} are needed`,
    );
  }
  const detail = `reached in ${needed} of ${samples.length} samples in ${windowSeconds} s`;
  return compared(threshold, value, samples.length, detail);
}

/** A minute without data neither breaks a run nor lengthens it: unknown is not healthy. */
function measureRun(
  threshold: RunThreshold,
  samples: readonly SampleOf<'run'>[],
  windowSeconds: number,
): Measured {
  const value = longestRun(inOrder(samples).map((sample) => sample.failed));
  return compared(
    threshold,
    value,
    samples.length,
    `${samples.length} checks in ${windowSeconds} s`,
  );
}

function compared(
  { metric, max, unit }: Threshold,
  value: number,
  sampleCount: number,
  detail: string,
): Measured {
  const breached = value > max;
  const relation = breached ? 'is above' : 'is within';
  const reason = `${metric} ${quantity(value, unit)} ${relation} ${quantity(max, unit)} (${detail})`;
  return { outcome: breached ? 'fail' : 'pass', value, sampleCount, reason };
}

function unknown(sampleCount: number, reason: string): Measured {
  return { outcome: 'inconclusive', value: null, sampleCount, reason };
}

/** Half-open, so that adjoining windows share no sample. */
function within(samples: readonly Sample[], { from, to }: Window): readonly Sample[] {
  return samples.filter(({ at }) => from <= at && at < to);
}

function ofKind<K extends Sample['kind']>(
  samples: readonly Sample[],
  kind: K,
): readonly SampleOf<K>[] {
  return samples.filter((sample): sample is SampleOf<K> => sample.kind === kind);
}

function inOrder<T extends Sample>(samples: readonly T[]): readonly T[] {
  return [...samples].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function longestRun(failures: readonly boolean[]): number {
  let longest = 0;
  let current = 0;
  for (const failed of failures) {
    current = failed ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}

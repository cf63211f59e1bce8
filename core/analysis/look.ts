/** What a look reads: each series that is read costs, and alarms watch some of them minute by minute. */
import { type Instant, secondsBetween } from '../contract/instant.ts';
import type { AlarmReading } from './judge.ts';
import type { Metric, Threshold } from './threshold.ts';

export interface LookAhead {
  readonly thresholds: readonly Threshold[];
  readonly alarms: readonly AlarmReading[];
  readonly bakeSeconds: number;
  readonly judgeIntervalSeconds: number;
  readonly verifiedAt: Instant;
  readonly now: Instant;
  readonly shortened: boolean;
}

/**
 * Their alarms compare the same numbers in the same minutes. Those of the others see less: a quiet service has
 * too few requests in one minute for a rate and enough in five, and the mean of a fleet hides one busy task.
 */
export const watchedAlike: readonly Metric[] = ['latency-p95', 'failed-health-checks'];

/** Everything where the look may decide that a bake is over, or where an alarm could not be read. */
export function thresholdsToRead(ahead: LookAhead): readonly Threshold[] {
  const { thresholds, alarms, shortened } = ahead;
  const isBlind = alarms.some(({ state }) => state === 'MISSING' || state === 'UNREADABLE');
  if (isBlind || shortened || mayComplete(ahead)) return thresholds;
  if (isFirst(ahead)) return [];
  return thresholds.filter(({ metric }) => !watchedAlike.includes(metric));
}

const mayComplete = ({ bakeSeconds, verifiedAt, now }: LookAhead): boolean =>
  secondsBetween(verifiedAt, now) >= bakeSeconds;

/** Right after the weight was set no minute of it has been published. */
const isFirst = ({ judgeIntervalSeconds, verifiedAt, now }: LookAhead): boolean =>
  secondsBetween(verifiedAt, now) < judgeIntervalSeconds;

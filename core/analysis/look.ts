/** What a look reads. Alarms watch the same levels minute by minute, and each series that is read costs. */
import { type Instant, secondsBetween } from '../contract/instant.ts';
import type { AlarmReading } from './judge.ts';
import type { Threshold } from './threshold.ts';

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
 * Everything where the look may decide that a bake is over, where an alarm could not be read, and once in
 * each window, so that no sample goes unseen. In between only rates: a quiet service has too few requests
 * in one minute for an alarm, and enough in five.
 */
export function thresholdsToRead(ahead: LookAhead): readonly Threshold[] {
  const { thresholds, alarms, shortened } = ahead;
  const isBlind = alarms.some(({ state }) => state === 'MISSING' || state === 'UNREADABLE');
  if (isBlind || shortened || mayComplete(ahead) || beginsWindow(ahead)) return thresholds;
  return thresholds.filter(({ kind }) => kind === 'ratio');
}

const mayComplete = ({ bakeSeconds, verifiedAt, now }: LookAhead): boolean =>
  secondsBetween(verifiedAt, now) >= bakeSeconds;

function beginsWindow({ thresholds, judgeIntervalSeconds, verifiedAt, now }: LookAhead): boolean {
  const windowSeconds = Math.min(...thresholds.map((threshold) => threshold.windowSeconds));
  return secondsBetween(verifiedAt, now) % windowSeconds < judgeIntervalSeconds;
}

/** Alarms that a person has named in a release: while they are up from before it, they say nothing about it. */
import { alarmName } from '../contract/alarm-names.ts';
import type { Instant } from '../contract/instant.ts';
import type { AlarmReading } from './judge.ts';
import type { Threshold } from './threshold.ts';

export interface Override {
  readonly names: readonly string[];
  /** Since when alarms may be about the candidate; null: nothing of it is there yet. */
  readonly preparedAt: Instant | null;
}

/** Whoever was down once since the candidate came judges like any other from then on. Unknown is not long ago. */
export function setAside(
  alarms: readonly AlarmReading[],
  { names, preparedAt }: Override,
): readonly AlarmReading[] {
  const isOlder = (since: Instant | null): boolean =>
    preparedAt === null || (since !== null && since <= preparedAt);
  return alarms.map((alarm) =>
    alarm.state === 'ALARM' && names.includes(alarm.name) && isOlder(alarm.since)
      ? { ...alarm, state: 'OVERRIDDEN' }
      : alarm,
  );
}

/**
 * What measures both versions together still shows the old one while its tasks are kept warm: where its alarm is
 * named, the alarm alone speaks for it. Where the candidate has a target group to itself, its own minutes judge it.
 */
export function judgedBeside(
  thresholds: readonly Threshold[],
  { service, environment, names }: Place & Pick<Override, 'names'>,
): readonly Threshold[] {
  return thresholds.filter(
    ({ metric }) => !names.includes(alarmName({ service, environment, scope: 'service', metric })),
  );
}

interface Place {
  readonly service: string;
  readonly environment: string;
}

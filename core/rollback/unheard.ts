/** Alarms that are up for so long that what they started should be seen: their event was lost, or whoever it started has died. */
import { parseAlarmName } from '../contract/alarm-names.ts';
import type { ReleaseRecord } from '../release/record.ts';
import { deployedStatuses } from '../release/transitions.ts';

export interface Raised {
  readonly name: string;
  readonly sinceMs: number;
}

/** An event takes a second or two, and the rollback that it starts as long to write down that it goes back. */
const HEARD_MS = 20_000;

/** Whose release nobody takes back. Whether an alarm is about its candidate is for the rollback to say, as ever. */
export function unheardAlarms<Alarm extends Raised>(
  raised: readonly Alarm[],
  living: readonly ReleaseRecord[],
  now: number,
): readonly { readonly alarm: Alarm; readonly record: MovingRelease }[] {
  const moving = new Map(living.filter(isGoingOn).map((record) => [placeOf(record), record]));
  return raised.flatMap((alarm) => {
    const identity = parseAlarmName(alarm.name);
    const record = identity && moving.get(placeOf(identity));
    return record !== undefined && now - alarm.sinceMs > HEARD_MS ? [{ alarm, record }] : [];
  });
}

export type MovingRelease = Extract<ReleaseRecord, { readonly environment: string }>;

/** It has tasks, and nobody takes it back yet. */
const isGoingOn = (record: ReleaseRecord): record is MovingRelease =>
  deployedStatuses.some((status) => status === record.status);

const placeOf = ({
  service,
  environment,
}: Pick<MovingRelease, 'service' | 'environment'>): string => `${service}/${environment}`;

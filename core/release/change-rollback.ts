/** Changes on the way back: weights that only fall, and no end before nobody is left on the candidate. */
import { type Changed, currentWeight, withWeight } from './changed.ts';
import type { EventOf } from './event.ts';
import type { ActiveStatus, ReleaseRecord } from './record.ts';
import { deployedStatuses } from './transitions.ts';

export function startRollback(record: ReleaseRecord, event: EventOf<'rollback.started'>): Changed {
  const from: ActiveStatus | undefined = deployedStatuses.find((known) => known === record.status);
  if (from === undefined) return 'nothing is deployed';
  const { environment, reason, target, at: startedAt } = event;
  if (record.promotedIn.includes(environment)) return `${environment} is promoted already`;
  const trafficZeroAt = null;
  return {
    state: { status: 'ROLLING_BACK', environment, from, reason, target, startedAt, trafficZeroAt },
  };
}

export function lowerWeight(record: ReleaseRecord, event: EventOf<'weight.lowered'>): Changed {
  const { environment, weightPercent } = event;
  const current = currentWeight(record, environment);
  if (weightPercent > current)
    return `on the way back ${current} % never rises to ${weightPercent} %`;
  return { common: withWeight(record, environment, weightPercent) };
}

export function withdrawTraffic(
  record: ReleaseRecord,
  { environment, at }: EventOf<'traffic.withdrawn'>,
): Changed {
  if (record.status !== 'ROLLING_BACK') return 'no rollback is under way';
  if (record.trafficZeroAt !== null) return 'traffic is withdrawn already';
  return {
    state: { ...rollbackOf(record), trafficZeroAt: at },
    common: withWeight(record, environment, 0),
  };
}

export function completeRollback(
  record: ReleaseRecord,
  { environment, at: endedAt }: EventOf<'rollback.completed'>,
): Changed {
  if (record.status !== 'ROLLING_BACK') return 'no rollback is under way';
  const { reason, startedAt, trafficZeroAt } = record;
  if (trafficZeroAt === null) return 'the candidate may still have traffic';
  return {
    state: { status: 'ROLLED_BACK', endedAt, environment, reason, startedAt, trafficZeroAt },
  };
}

export function strandRollback(event: EventOf<'rollback.stranded'>): Changed {
  const { environment, reason, at: endedAt } = event;
  return { state: { status: 'FAILED_SAFE', endedAt, environment, reason } };
}

type RollingBack = Extract<ReleaseRecord, { readonly status: 'ROLLING_BACK' }>;

function rollbackOf({ environment, from, reason, target, startedAt, trafficZeroAt }: RollingBack) {
  const status = 'ROLLING_BACK' as const;
  return { status, environment, from, reason, target, startedAt, trafficZeroAt };
}

// The alarms that watch a service in an environment: Spillway's own, by its scheme, and those that the spec names.

import type { Metric } from '../../core/analysis/threshold.ts';
import { type AlarmScope, alarmName } from '../../core/contract/alarm-names.ts';
import type { SiteSlot } from '../../core/contract/site.ts';
import type { PlannedEnvironment } from '../../core/plan/plan.ts';

/** ECS does not split these by version. */
const SERVICE_WIDE: readonly Metric[] = ['cpu', 'memory'];

interface Place {
  readonly service: string;
  readonly environment: string;
}

/** All of them, or only those that can say something about the candidate in the slot. */
export function alarmNames(
  place: Place,
  { thresholds, alarms }: PlannedEnvironment,
  slots: readonly SiteSlot[] = ['a', 'b'],
): readonly string[] {
  const own = thresholds.flatMap(({ metric }) => {
    const scopes: readonly AlarmScope[] = SERVICE_WIDE.includes(metric) ? ['service'] : slots;
    return scopes.map((scope) => alarmName({ ...place, scope, metric }));
  });
  return [...own, ...alarms.map(({ name }) => name)];
}

/** The alarms that watch a service in an environment: Spillway's own, by its scheme, and those that the spec names. */
import type { Metric } from '../analysis/threshold.ts';
import { type AlarmScope, alarmName } from '../contract/alarm-names.ts';
import type { SiteSlot } from '../contract/site.ts';
import type { Plan, PlannedEnvironment } from './plan.ts';

/** ECS does not split these by version. */
const serviceWide: readonly Metric[] = ['cpu', 'memory'];

interface Place {
  readonly service: string;
  readonly environment: string;
}

/** All of them, or only those that can say something about the candidate in the slot. */
export function alarmsOf(
  place: Place,
  { thresholds, alarms }: PlannedEnvironment,
  slots: readonly SiteSlot[] = ['a', 'b'],
): readonly string[] {
  const own = thresholds.flatMap(({ metric }) => {
    const scopes: readonly AlarmScope[] = serviceWide.includes(metric) ? ['service'] : slots;
    return scopes.map((scope) => alarmName({ ...place, scope, metric }));
  });
  return [...own, ...alarms.map(({ name }) => name)];
}

/** Wherever the release goes. */
export const alarmsOfPlan = ({ service, environments }: Plan): readonly string[] => [
  ...new Set(
    environments.flatMap((planned) => alarmsOf({ service, environment: planned.name }, planned)),
  ),
];

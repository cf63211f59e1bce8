/** Names of the alarms that Spillway makes: `spillway/<service>/<environment>/<scope>/<metric>`. */
import { type Metric, metrics } from '../analysis/threshold.ts';

/** What the rollback rule matches on. */
export const alarmPrefix = 'spillway/';

/**
 * The two target groups swap roles with every release, so each has its alarms and the candidate's are
 * chosen at run time. CPU and memory exist per service only: ECS does not split them by task set.
 */
export const alarmScopes = ['a', 'b', 'service'] as const;
export type AlarmScope = (typeof alarmScopes)[number];

export interface AlarmIdentity {
  readonly service: string;
  readonly environment: string;
  readonly scope: AlarmScope;
  readonly metric: Metric;
}

export function alarmName({ service, environment, scope, metric }: AlarmIdentity): string {
  return `${alarmPrefix}${service}/${environment}/${scope}/${metric}`;
}

/** Undefined for an alarm that is not of this scheme. */
export function parseAlarmName(name: string): AlarmIdentity | undefined {
  if (!name.startsWith(alarmPrefix)) return undefined;
  const [service, environment, scopeText, metricText, ...rest] = name
    .slice(alarmPrefix.length)
    .split('/');
  const scope = alarmScopes.find((known) => known === scopeText);
  const metric = metrics.find((known) => known === metricText);
  if (!service || !environment || rest.length > 0) return undefined;
  if (scope === undefined || metric === undefined) return undefined;
  return { service, environment, scope, metric };
}

/** Laws of alarms: something watches, it watches the right thing, and CodeDeploy takes them all. */
import { limits } from '../../limits.ts';
import type { Environment } from '../spec.ts';
import type { Rule } from './rule.ts';

export function isWatched(environment: Environment): boolean {
  return countThresholds(environment) + environment.alarms.length > 0;
}

export const somethingWatches: Rule = (spec) =>
  spec.environments.flatMap((environment, index) => {
    if (isWatched(environment) || environment.noAlarmsReason !== '') return [];
    const message = 'no threshold and no alarm; a release that nothing watches cannot fail';
    const fix = 'keep a threshold, name an alarm, or write unsafe: { noAlarms: "reason" }';
    return [{ code: 'E221', path: ['environments', index, 'thresholds'], message, fix }];
  });

/** Only where both versions serve side by side does the old one hide the new one's errors. */
export const alarmsWatchTheCandidate: Rule = (spec) =>
  spec.environments.flatMap(({ strategy, alarms }, index) => {
    const first = strategy.kind === 'canary' ? (strategy.phases[0]?.weightPercent ?? 100) : 100;
    if (!(first < 100)) return [];
    return alarms.flatMap(({ name, watches }, alarm) => {
      if (watches === 'candidate') return [];
      const shown = Number(((20 * first) / 100).toFixed(1));
      const message = `"${name}" watches both versions together; 20 % errors at ${first} % traffic show as ${shown} %`;
      const fix = `watch the new version's target group: { name: ${name}, watches: candidate }`;
      return [{ code: 'W223', path: ['environments', index, 'alarms', alarm], message, fix }];
    });
  });

export const alarmsFitTheDeployment: Rule = (spec) =>
  spec.environments.flatMap((environment, index) => {
    const own = countThresholds(environment);
    const count = own + environment.alarms.length;
    const max = limits.alarmsPerDeploymentGroup;
    if (count <= max) return [];
    const message = `${count} alarms (${own} of thresholds and ${environment.alarms.length} of your own), CodeDeploy takes ${max}`;
    const fix = 'use a composite alarm';
    return [
      { code: 'E225', path: ['environments', index, 'alarms'], message, allowed: `${max}`, fix },
    ];
  });

/** Requests of Spillway's own go where http checks go. */
export const syntheticRequestsHaveAPath: Rule = (spec) =>
  spec.environments.flatMap(({ noTraffic, checks }, index) => {
    if (noTraffic !== 'synthetic' || checks.some(({ kind }) => kind === 'http')) return [];
    const message = 'synthetic requests go to the paths of http checks, and there is none';
    const fix = 'add a check of the kind http';
    return [{ code: 'E226', path: ['environments', index, 'noTraffic'], message, fix }];
  });

function countThresholds({ thresholds }: Environment): number {
  return Object.values(thresholds).filter((threshold) => threshold !== null).length;
}

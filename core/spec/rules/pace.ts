/** Laws of time: bakes long enough to see something, and a whole that fits its deadline. */
import { detectionSecondsMin, limits } from '../../limits.ts';
import { formatDuration } from '../duration.ts';
import type { Finding } from '../finding.ts';
import type { Path } from '../path.ts';
import type { Environment, Gate, Strategy } from '../spec.ts';
import type { Rule, Surroundings } from './rule.ts';
import { isWatched } from './watch.ts';

interface Bake {
  readonly path: Path;
  readonly weightPercent: number;
  readonly bakeSeconds: number;
  readonly requestsMin: number;
  readonly gate: Gate | null;
}

export const bakesOutlastAlarms: Rule = (spec) =>
  spec.environments.flatMap((environment, index) =>
    isWatched(environment) ? bakesOf(environment.strategy, index).flatMap(tooShort) : [],
  );

export const trafficSuffices: Rule = (spec, surroundings) =>
  spec.environments.flatMap(({ strategy }, index) =>
    bakesOf(strategy, index).flatMap((bake) => tooFewRequests(bake, surroundings)),
  );

/** Points at the environment that takes the most: that is where cutting helps. */
export const releaseMeetsDeadline: Rule = (spec) => {
  const waits = spec.environments.map(waitSeconds);
  const total = waits.reduce((sum, wait) => sum + wait, 0);
  if (!(total > spec.maxDurationSeconds)) return [];
  const longest = waits.indexOf(Math.max(...waits));
  const message = `total ${formatDuration(total)} exceeds maxDuration ${formatDuration(spec.maxDurationSeconds)}`;
  const parts = spec.environments.map(
    ({ name }, index) => `${name} ${formatDuration(waits[index] ?? 0)}`,
  );
  const isCanary = spec.environments[longest]?.strategy.kind === 'canary';
  const path = ['environments', longest, 'strategy', ...(isCanary ? ['phases'] : [])];
  return [
    {
      code: 'E215',
      path,
      message,
      got: parts.join(' + '),
      fix: 'shorten the waits, or raise maxDuration',
    },
  ];
};

/** Every bounded wait at its longest: gates one after the other, checks, bakes, and the guard at 100 %. */
function waitSeconds(environment: Environment, index: number): number {
  const bakes = bakesOf(environment.strategy, index);
  const last = bakes.at(-1)?.bakeSeconds ?? 0;
  const warm = environment.strategy.kind === 'rolling' ? 0 : environment.keepWarmSeconds;
  return (
    sum(environment.gates.map(gateSeconds)) +
    sum(environment.checks.map(({ timeoutSeconds }) => timeoutSeconds)) +
    sum(bakes.map(({ gate }) => (gate === null ? 0 : gateSeconds(gate)))) +
    sum(bakes.slice(0, -1).map(({ bakeSeconds }) => bakeSeconds)) +
    Math.max(last, warm)
  );
}

/** A window has no longest wait of its own; the deadline bounds it. */
function gateSeconds(gate: Gate): number {
  if (gate.kind === 'approval') return gate.timeoutSeconds;
  return gate.kind === 'soak' ? gate.durationSeconds : 0;
}

function bakesOf(strategy: Strategy, environment: number): readonly Bake[] {
  const path = ['environments', environment, 'strategy'];
  if (strategy.kind === 'canary') {
    return strategy.phases.map((phase, index) => ({ ...phase, path: [...path, 'phases', index] }));
  }
  const requestsMin = strategy.kind === 'blue-green' ? strategy.requestsMin : 0;
  const { bakeSeconds } = strategy;
  return [{ path, weightPercent: 100, bakeSeconds, requestsMin, gate: null }];
}

function tooShort({ bakeSeconds, path }: Bake): readonly Finding[] {
  if (!(bakeSeconds < detectionSecondsMin)) return [];
  const { alarmDatapoints, alarmPeriodSeconds, metricDelaySeconds } = limits;
  const sum = `${alarmDatapoints} x ${alarmPeriodSeconds} s + ${metricDelaySeconds} s delay = ${detectionSecondsMin} s`;
  const message = `${formatDuration(bakeSeconds)} is shorter than the alarms need (${sum}); a bad version could pass unseen`;
  const fix = `bake for ${formatDuration(detectionSecondsMin)} or longer`;
  return [{ code: 'E213', path: [...path, 'bake'], message, fix }];
}

function tooFewRequests(bake: Bake, { requestsPerSecond }: Surroundings): readonly Finding[] {
  if (requestsPerSecond === null) return [];
  const expected = Math.floor((requestsPerSecond * bake.bakeSeconds * bake.weightPercent) / 100);
  if (!(bake.requestsMin > expected)) return [];
  const message = `${bake.requestsMin} in ${formatDuration(bake.bakeSeconds)}; ${requestsPerSecond} requests a second give about ${expected} at ${bake.weightPercent} %. The release would hold until its deadline`;
  const fix = 'ask for fewer requests, or bake for longer';
  return [{ code: 'W214', path: [...bake.path, 'minRequests'], message, fix }];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

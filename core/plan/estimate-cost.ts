/** What a release costs on AWS, and what waiting for one costs, with the arithmetic shown. */
import { watchedAlike } from '../analysis/look.ts';
import type { Threshold } from '../analysis/threshold.ts';
import type { Architecture } from '../spec/spec.ts';
import { bakeCount, lookCount, overlapSeconds } from './estimate-duration.ts';
import { closedGates, estimateTransitions, totalTransitions } from './estimate-transitions.ts';
import type { Plan, PlannedEnvironment } from './plan.ts';
import { type Workloads, workloadOf } from './workload.ts';

export interface CostEstimate {
  readonly release: readonly CostLine[];
  readonly releaseUsd: number;
  /** Spillway's own share of `releaseUsd`: without the tasks that run twice. */
  readonly controlUsd: number;
  /** Paid also in a month without a release. */
  readonly monthly: readonly CostLine[];
  readonly monthlyUsd: number;
}

export interface CostLine {
  readonly item: string;
  readonly quantity: number;
  readonly unit: string;
  readonly unitUsd: number;
  readonly usd: number;
  /** Control plane, or the service's own tasks. */
  readonly of: 'control' | 'tasks';
}

/** us-east-1, on demand, without free tiers, November 2026. */
export const pricesUsd = {
  stateTransition: 0.025 / 1000,
  lambdaRequest: 0.2 / 1e6,
  lambdaGbSecondArm64: 0.0000133334,
  metricRead: 0.01 / 1000,
  writeUnit: 0.625 / 1e6,
  readUnit: 0.125 / 1e6,
  alarmMetricMonth: 0.1,
  vcpuHour: { arm64: 0.03238, x86_64: 0.04048 },
  memoryGbHour: { arm64: 0.00356, x86_64: 0.004445 },
} as const;

/** Counted from the machines' texts, as transitions are. Sizes of items and times of calls are from rehearsals. */
export const usage = {
  /** Admit, three times Verify, Finish. */
  lambdasPerRelease: 5,
  /** AskGates; Prepare, Announce, Verify, Finish; and the gates of the last phase. */
  lambdasPerEnvironment: 6,
  /** Begin. */
  lambdasPerChecks: 1,
  /** Passed, and for some kinds the check itself, or its preparation. */
  lambdasPerCheck: 1.5,
  /** AskGates, Shift. */
  lambdasPerPhase: 2,
  lambdasPerLook: 1,
  /** Half a second at 512 MB, waiting for AWS most of the time. */
  gbSecondsPerLambda: 0.5 * 0.5,
  /** Record, plan and place, read consistently. */
  readUnitsPerLambda: 4,
  /** An event and the record, in one transaction, every other call. */
  writeUnitsPerLambda: 2,
  /** The token. */
  writeUnitsPerLook: 1,
} as const;

export function estimateCost(plan: Plan, workloads: Workloads): CostEstimate {
  const release = [...controlLines(plan), ...plan.environments.flatMap(taskLines(plan, workloads))];
  const monthly = plan.environments.map(alarmLine);
  return {
    release,
    releaseUsd: total(release),
    controlUsd: total(release.filter(({ of }) => of === 'control')),
    monthly,
    monthlyUsd: total(monthly),
  };
}

function controlLines({ environments, ...plan }: Plan): readonly CostLine[] {
  const lambdas = usage.lambdasPerRelease + sum(environments.map(lambdasIn));
  const looks = sum(environments.map(lookCount));
  const metricReads = sum(environments.map(metricsRead));
  const transitions = totalTransitions(estimateTransitions({ environments, ...plan }));
  const writes = lambdas * usage.writeUnitsPerLambda + looks * usage.writeUnitsPerLook;
  return [
    control('Step Functions', transitions, 'state transitions', pricesUsd.stateTransition),
    control('Lambda', lambdas, 'requests', pricesUsd.lambdaRequest),
    control(
      'Lambda',
      lambdas * usage.gbSecondsPerLambda,
      'GB-s on arm64',
      pricesUsd.lambdaGbSecondArm64,
    ),
    control('CloudWatch', metricReads, 'metrics read', pricesUsd.metricRead),
    control('DynamoDB', writes, 'write units', pricesUsd.writeUnit),
    control('DynamoDB', lambdas * usage.readUnitsPerLambda, 'read units', pricesUsd.readUnit),
  ];
}

function lambdasIn(planned: PlannedEnvironment): number {
  const { checks, phases } = planned;
  const moments = new Set(checks.map(({ when }) => when)).size;
  return (
    usage.lambdasPerEnvironment +
    closedGates(planned) +
    moments * usage.lambdasPerChecks +
    Math.round(checks.length * usage.lambdasPerCheck) +
    phases.filter(({ weightPercent }) => weightPercent < 100).length * usage.lambdasPerPhase +
    lookCount(planned) * usage.lambdasPerLook
  );
}

/** While two versions are up, one of them is paid for on top. A rolling surge is part of a fleet. */
function taskLines(
  { architecture }: Plan,
  workloads: Workloads,
): (planned: PlannedEnvironment) => readonly CostLine[] {
  return (planned) => {
    const { tasks, vcpus, memoryGb } = workloadOf(workloads, planned.name);
    const extraTasks = Math.ceil(tasks * surgeShare(planned));
    const taskHours = (extraTasks * overlapSeconds(planned)) / 3600;
    return [
      fargate(planned.name, taskHours * vcpus, 'vCPU-hours', architecture),
      fargate(planned.name, taskHours * memoryGb, 'GB-hours', architecture),
    ];
  };
}

function surgeShare({ engine }: PlannedEnvironment): number {
  return engine.kind === 'rolling' ? Math.max(0, engine.maximumPercent - 100) / 100 : 1;
}

/** Alarms are billed by the metrics in them, and both target groups have theirs. */
function alarmLine({ name, thresholds, alarms }: PlannedEnvironment): CostLine {
  const metrics = sum(thresholds.map(alarmMetrics)) + alarms.length;
  return line(`alarms in ${name}`, metrics, 'alarm metrics', pricesUsd.alarmMetricMonth, 'control');
}

function alarmMetrics({ metric }: Threshold): number {
  const perGroup = metric === 'error-rate' ? 3 : 1;
  const scopes = metric === 'cpu' || metric === 'memory' ? 1 : 2;
  return perGroup * scopes;
}

/** Every look reads the requests; besides, the first of a bake nothing, the last everything, the others most. */
function metricsRead(planned: PlannedEnvironment): number {
  const seriesOf = (thresholds: readonly Threshold[]) =>
    sum(thresholds.map(({ kind }) => (kind === 'ratio' ? 2 : 1)));
  const [looks, bakes] = [lookCount(planned), bakeCount(planned)];
  const all = seriesOf(planned.thresholds);
  const most = seriesOf(planned.thresholds.filter(({ metric }) => !watchedAlike.includes(metric)));
  return looks + bakes * all + (looks - 2 * bakes) * most;
}

function fargate(
  environment: string,
  hours: number,
  unit: 'vCPU-hours' | 'GB-hours',
  architecture: Architecture,
): CostLine {
  const prices = unit === 'vCPU-hours' ? pricesUsd.vcpuHour : pricesUsd.memoryGbHour;
  return line(`extra tasks in ${environment}`, hours, unit, prices[architecture], 'tasks');
}

function control(item: string, quantity: number, unit: string, unitUsd: number): CostLine {
  return line(item, quantity, unit, unitUsd, 'control');
}

function line(
  item: string,
  quantity: number,
  unit: string,
  unitUsd: number,
  of: CostLine['of'],
): CostLine {
  return { item, quantity, unit, unitUsd, usd: quantity * unitUsd, of };
}

function total(lines: readonly CostLine[]): number {
  return sum(lines.map(({ usd }) => usd));
}

function sum(values: readonly number[]): number {
  return values.reduce((whole, value) => whole + value, 0);
}

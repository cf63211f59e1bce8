/** What a release costs on AWS, and what waiting for one costs, with the arithmetic shown. */
import type { Threshold } from '../analysis/threshold.ts';
import type { Architecture } from '../spec/spec.ts';
import { lookCount, overlapSeconds } from './estimate-duration.ts';
import { estimateTransitions, totalTransitions } from './estimate-transitions.ts';
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
const pricesUsd = {
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

/** Per release machine's block, as measured sizes of calls are not known before the first rehearsal. */
const usage = {
  lambdasPerRelease: 8,
  lambdasPerEnvironment: 10,
  lambdasPerLook: 1,
  gbSecondsPerLambda: 0.5 * 0.3,
  /** A ledger event writes itself and the record; a look writes one event. */
  writesPerEvent: 2,
  eventsPerRelease: 10,
  eventsPerEnvironment: 15,
  readsPerEvent: 2,
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
  const looks = environments.map(lookCount);
  const lookTotal = sum(looks);
  const lambdas =
    usage.lambdasPerRelease +
    usage.lambdasPerEnvironment * environments.length +
    usage.lambdasPerLook * lookTotal;
  const events =
    usage.eventsPerRelease + usage.eventsPerEnvironment * environments.length + lookTotal;
  const metricReads = sum(environments.map((planned, i) => (looks[i] ?? 0) * metricsRead(planned)));
  const transitions = totalTransitions(estimateTransitions({ environments, ...plan }));
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
    control('DynamoDB', events * usage.writesPerEvent, 'write units', pricesUsd.writeUnit),
    control('DynamoDB', events * usage.readsPerEvent, 'read units', pricesUsd.readUnit),
  ];
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
  const perGroup = metric === 'error-rate' ? 2 : 1;
  const scopes = metric === 'cpu' || metric === 'memory' ? 1 : 2;
  return perGroup * scopes;
}

/** A rate reads two series, everything else one; and the requests of the phase. */
function metricsRead({ thresholds }: PlannedEnvironment): number {
  return sum(thresholds.map(({ kind }) => (kind === 'ratio' ? 2 : 1))) + 1;
}

function fargate(
  environment: string,
  hours: number,
  unit: 'vCPU-hours' | 'GB-hours',
  architecture: Architecture,
): CostLine {
  const prices = unit === 'vCPU-hours' ? pricesUsd.vcpuHour : pricesUsd.memoryGbHour;
  return line(`double-running tasks in ${environment}`, hours, unit, prices[architecture], 'tasks');
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

/** The thresholds of a spec as what the judge measures. Null in the spec: not watched. */
import type { Threshold } from '../analysis/threshold.ts';
import type { Environment } from '../spec/spec.ts';
import { bounds } from './bounds.ts';
import type { PlannedPhase } from './plan.ts';

export function planThresholds(
  { thresholds }: Environment,
  phases: readonly Pick<PlannedPhase, 'requestsMin'>[],
): readonly Threshold[] {
  const { errorRatePercent, latencyP95Ms, cpuPercent, memoryPercent, failedHealthChecks } =
    thresholds;
  const planned: readonly (Threshold | undefined)[] = [
    watched(errorRatePercent, (max) => ({
      kind: 'ratio',
      metric: 'error-rate',
      unit: 'percent',
      max,
      windowSeconds: bounds.judgeWindowSeconds,
      requestsMin: requestsToJudge(phases),
    })),
    watched(latencyP95Ms, (max) => level('latency-p95', 'milliseconds', max)),
    watched(cpuPercent, (max) => level('cpu', 'percent', max)),
    watched(memoryPercent, (max) => level('memory', 'percent', max)),
    watched(failedHealthChecks, (max) => ({
      kind: 'run',
      metric: 'failed-health-checks',
      unit: 'consecutive',
      max,
      windowSeconds: bounds.judgeWindowSeconds,
    })),
  ];
  return planned.filter((threshold) => threshold !== undefined);
}

/** Who says that a phase needs 20 requests has said that 20 are enough to judge by. */
function requestsToJudge(phases: readonly Pick<PlannedPhase, 'requestsMin'>[]): number {
  const asked = phases.map(({ requestsMin }) => requestsMin).filter((count) => count > 0);
  return Math.min(bounds.judgedRequestsMin, ...asked);
}

function watched(max: number | null, build: (max: number) => Threshold): Threshold | undefined {
  return max === null ? undefined : build(max);
}

function level(
  metric: 'latency-p95' | 'cpu' | 'memory',
  unit: 'milliseconds' | 'percent',
  max: number,
): Threshold {
  const { judgeWindowSeconds: windowSeconds, samplesOverMax } = bounds;
  return { kind: 'level', metric, unit, max, windowSeconds, samplesOverMax };
}

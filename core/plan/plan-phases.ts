/** Every strategy as phases: weights that rise to 100, each with its bake, its gates and its limit. */
import { assertNever } from '../assert.ts';
import { limits } from '../limits.ts';
import type { Environment, Phase, Strategy } from '../spec/spec.ts';
import { bounds } from './bounds.ts';
import type { PlannedPhase } from './plan.ts';
import { planGate } from './plan-gates.ts';

export function planPhases(
  environment: Environment,
  environmentBefore: string | undefined,
): readonly PlannedPhase[] {
  const phases = phasesOf(environment.strategy);
  const wantedSeconds =
    environment.noTraffic === 'fail' ? bounds.metricGraceSeconds : bounds.holdSeconds;
  const holdSeconds = Math.min(wantedSeconds, spareSeconds(phases));
  return phases.map(({ weightPercent, bakeSeconds, requestsMin, gate }) => ({
    weightPercent,
    bakeSeconds,
    requestsMin,
    gates: gate === null ? [] : planGate(gate, environmentBefore),
    timeoutSeconds: bakeSeconds + holdSeconds,
  }));
}

function phasesOf(strategy: Strategy): readonly Phase[] {
  switch (strategy.kind) {
    case 'canary':
      return strategy.phases;
    case 'blue-green':
      return [onlyPhase(strategy.bakeSeconds, strategy.requestsMin)];
    case 'rolling':
    case 'all-at-once':
      return [onlyPhase(strategy.bakeSeconds, 0)];
    default:
      return assertNever(strategy);
  }
}

function onlyPhase(bakeSeconds: number, requestsMin: number): Phase {
  return { weightPercent: 100, bakeSeconds, requestsMin, gate: null };
}

/** What CodeDeploy's wait at READY leaves for holding; half of it, because checks and gates want some too. */
function spareSeconds(phases: readonly Phase[]): number {
  const bakes = phases.reduce((sum, { bakeSeconds }) => sum + bakeSeconds, 0);
  const spare = Math.max(0, limits.canarySecondsMax - bakes) / 2;
  return Math.max(bounds.metricGraceSeconds, Math.floor(spare / phases.length));
}

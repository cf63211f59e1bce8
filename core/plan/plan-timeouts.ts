/** A bound for every wait, and whether CodeDeploy would wait that long. */
import { limits } from '../limits.ts';
import { bounds } from './bounds.ts';
import type { PlannedEnvironment, PlannedTimeouts } from './plan.ts';
import { gateSeconds } from './plan-gates.ts';
import type { PlanProblem } from './problem.ts';

type Waits = Pick<PlannedEnvironment, 'gates' | 'checks' | 'phases' | 'guardSeconds'>;

export function planTimeouts({ gates, checks, phases, guardSeconds }: Waits): PlannedTimeouts {
  const lastPhaseSeconds = phases.at(-1)?.timeoutSeconds ?? 0;
  const forward = {
    gatesSeconds: gateSeconds(gates),
    prepareSeconds: bounds.prepareSeconds,
    checksSeconds: total(checks.map(({ timeoutSeconds }) => timeoutSeconds)),
    phasesSeconds: partialSeconds(phases),
    handBackSeconds: bounds.handBackSeconds,
    guardSeconds: Math.max(guardSeconds, Math.min(lastPhaseSeconds, limits.keepWarmSecondsMax)),
  };
  return {
    ...forward,
    environmentSeconds: total(Object.values(forward)),
    rollbackSeconds: bounds.rollbackSeconds,
  };
}

/** Everything between READY and the hand-back, at its longest; and the guard after it. */
export function codeDeployWaitProblems(
  { phases, checks, engine, guardSeconds }: PlannedEnvironment,
  index: number,
): readonly PlanProblem[] {
  if (engine.kind === 'rolling') return [];
  const checksSeconds = total(checks.map(({ timeoutSeconds }) => timeoutSeconds));
  return [
    ...exceeds(
      partialSeconds(phases) + checksSeconds,
      limits.canarySecondsMax,
      index,
      beforeSwitch,
    ),
    ...exceeds(guardSeconds, limits.keepWarmSecondsMax, index, afterSwitch),
  ];
}

const beforeSwitch = 'checks, gates and bakes below 100 %';
const afterSwitch = 'the time at 100 % with the version before still warm';

function exceeds(
  seconds: number,
  secondsMax: number,
  index: number,
  what: string,
): readonly PlanProblem[] {
  if (seconds <= secondsMax) return [];
  const message = `${what} may take ${seconds} s; CodeDeploy does not wait that long`;
  const path = ['environments', index, 'strategy'];
  return [{ code: 'E232', path, message, allowed: `at most ${secondsMax} s` }];
}

/** The gate of the last phase is asked before the hand-back, so it counts; its bake does not. */
function partialSeconds(phases: PlannedEnvironment['phases']): number {
  return total(
    phases.map(
      ({ weightPercent, timeoutSeconds, gates }) =>
        gateSeconds(gates) + (weightPercent < 100 ? timeoutSeconds : 0),
    ),
  );
}

function total(seconds: readonly number[]): number {
  return seconds.reduce((sum, value) => sum + value, 0);
}

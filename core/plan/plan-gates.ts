/** Gates in the order in which they are asked, each with its limit. */
import { assertNever } from '../assert.ts';
import type { Environment, Gate } from '../spec/spec.ts';
import { bounds } from './bounds.ts';
import type { PlannedGate } from './plan.ts';
import type { PlanProblem } from './problem.ts';

/**
 * One after the other, the longest-lived answers first: a soak stays true, an approval is bound to
 * the digest, but a window closes and a freeze may come while a person is still being asked.
 */
export function planEnvironmentGates(
  gates: readonly Gate[],
  environmentBefore: string | undefined,
  deadlineSeconds: number,
): readonly PlannedGate[] {
  const planned = gates.flatMap((gate) => planGate(gate, environmentBefore));
  const all: readonly PlannedGate[] = [
    ...planned,
    { kind: 'freeze', timeoutSeconds: deadlineSeconds },
  ];
  return gateOrder.flatMap((kind) => all.filter((gate) => gate.kind === kind));
}

/** None where a soak has no environment to look at; `soakProblems` has said so. */
export function planGate(
  gate: Gate,
  environmentBefore: string | undefined,
): readonly PlannedGate[] {
  switch (gate.kind) {
    case 'approval':
      return [gate];
    case 'window':
      return [{ ...gate, timeoutSeconds: bounds.windowSeconds }];
    case 'soak':
      return environmentBefore === undefined ? [] : [planSoak(gate, environmentBefore)];
    default:
      return assertNever(gate);
  }
}

export function gateSeconds(gates: readonly PlannedGate[]): number {
  return gates.reduce((sum, { timeoutSeconds }) => sum + timeoutSeconds, 0);
}

export function soakProblems(environment: Environment, index: number): readonly PlanProblem[] {
  if (index > 0) return [];
  const path = ['environments', index];
  return [
    ...environment.gates.map((gate, position) => ({ gate, path: [...path, 'gates', position] })),
    ...phaseGates(environment).map(({ gate, position }) => ({
      gate,
      path: [...path, 'strategy', 'phases', position, 'gate'],
    })),
  ]
    .filter(({ gate }) => gate.kind === 'soak')
    .map(({ path: place }) => ({
      code: 'E235',
      path: place,
      message: `"${environment.name}" is the first environment; there is none before it to soak in`,
    }));
}

function phaseGates({ strategy }: Environment): readonly { gate: Gate; position: number }[] {
  if (strategy.kind !== 'canary') return [];
  return strategy.phases.flatMap(({ gate }, position) =>
    gate === null ? [] : [{ gate, position }],
  );
}

function planSoak(gate: Extract<Gate, { kind: 'soak' }>, environment: string): PlannedGate {
  const timeoutSeconds = gate.durationSeconds + bounds.soakGraceSeconds;
  return { ...gate, environment, timeoutSeconds };
}

const gateOrder: readonly PlannedGate['kind'][] = ['soak', 'approval', 'window', 'freeze'];

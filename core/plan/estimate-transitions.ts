/**
 * How many state transitions a release makes when all goes well, because Step Functions bills those:
 *
 *   release + build + sum over environments of
 *     (environment + gate x gates + check x checks + prepare + poll x preparation / 15 s
 *      + phase x phases below 100 % + look x looks + hand-back)
 *
 * The numbers per block are counted from the machines' texts; rehearsals compare them with what the
 * twin counts.
 */
import { lookCount, usualSeconds } from './estimate-duration.ts';
import type { Plan, PlannedEnvironment } from './plan.ts';

export interface TransitionLine {
  readonly environment: string | null;
  readonly block: TransitionBlock;
  readonly count: number;
  readonly each: number;
  readonly transitions: number;
}

export const transitionsPer = {
  release: 14,
  build: 6,
  environment: 8,
  gate: 4,
  check: 4,
  prepare: 8,
  /** Wait, ask, decide. */
  poll: 3,
  /** Ask for the weight, read it back, store the token. */
  phase: 6,
  /** Wait for the token, judge, decide. */
  look: 3,
  handBack: 8,
} as const;

export type TransitionBlock = keyof typeof transitionsPer;

/** CodeDeploy and ECS are asked no more often; both throttle. */
const pollIntervalSeconds = 15;

export function estimateTransitions(plan: Plan): readonly TransitionLine[] {
  return [
    line(null, 'release', 1),
    line(null, 'build', 1),
    ...plan.environments.flatMap(environmentLines),
  ].filter(({ count }) => count > 0);
}

export function totalTransitions(lines: readonly TransitionLine[]): number {
  return lines.reduce((sum, { transitions }) => sum + transitions, 0);
}

function environmentLines(planned: PlannedEnvironment): readonly TransitionLine[] {
  const { name, gates, checks, phases } = planned;
  const phaseGates = phases.flatMap((phase) => phase.gates);
  return [
    line(name, 'environment', 1),
    line(name, 'gate', gates.length + phaseGates.length),
    line(name, 'check', checks.length),
    line(name, 'prepare', 1),
    line(name, 'poll', Math.ceil(usualSeconds.prepare / pollIntervalSeconds)),
    line(name, 'phase', phases.filter(({ weightPercent }) => weightPercent < 100).length),
    line(name, 'look', lookCount(planned)),
    line(name, 'handBack', 1),
  ];
}

function line(environment: string | null, block: TransitionBlock, count: number): TransitionLine {
  const each = transitionsPer[block];
  return { environment, block, count, each, transitions: count * each };
}

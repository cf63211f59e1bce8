/**
 * How many state transitions a release makes when all goes well, because Step Functions bills those. The
 * numbers per block are counted from the machines' texts; rehearsals of the examples hold their sum to what
 * the twin counts.
 */
import type { Check } from '../spec/spec.ts';
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
  /** Admit, WhoseTurn, Environments, Finish, Promoted. */
  release: 5,
  /** Verify and IsVerified, three times: a scan takes its minute. */
  build: 8,
  /** Visit; then in its own machine Enter, AskGates, GatesOpen and the engine. */
  environment: 5,
  /** Closed once: AwaitDecision, AskGates, GatesOpen. */
  gate: 3,
  /** What two fleets need once: deploy 13, walk 5, switch 9, guard 3. */
  twoFleets: 30,
  /** What the ECS scheduler needs once: deploy 12, guard 3. */
  rolling: 15,
  /** The machine of checks: started, Begin, Checks, Done. */
  checks: 4,
  /** WhichKind, the check itself, Passed. */
  check: 3,
  /** PrepareTask. */
  candidateTask: 1,
  /** Wait, ask, decide. */
  poll: 3,
  /** BeginPhase, AskGates, GatesOpen, Shift, IsBaked. */
  phase: 5,
  /** Bake or Guard: the judge looks, and a minute goes by. */
  look: 1,
} as const;

export type TransitionBlock = keyof typeof transitionsPer;

/** CodeDeploy and ECS are asked no more often; both throttle. */
const pollIntervalSeconds = 30;

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
  const { name, engine, checks, phases } = planned;
  const isRolling = engine.kind === 'rolling';
  const waitedSeconds = isRolling ? usualSeconds.rollout : usualSeconds.prepare;
  return [
    line(name, 'environment', 1),
    line(name, 'gate', closedGates(planned)),
    line(name, isRolling ? 'rolling' : 'twoFleets', 1),
    line(name, 'checks', new Set(checks.map(({ when }) => when)).size),
    line(name, 'check', checks.length),
    line(name, 'candidateTask', checks.filter(runsCandidate).length),
    line(name, 'poll', Math.ceil(waitedSeconds / pollIntervalSeconds)),
    line(name, 'phase', phases.filter(({ weightPercent }) => weightPercent < 100).length),
    line(name, 'look', lookCount(planned)),
  ];
}

const runsCandidate = (check: Check): boolean =>
  check.kind === 'ecs-task' && check.image === 'candidate';

/** Freezes and windows are usually open when they are asked; people and soaks take their time. */
export function closedGates({ gates, phases }: PlannedEnvironment): number {
  const all = [...gates, ...phases.flatMap((phase) => phase.gates)];
  return all.filter(({ kind }) => kind === 'approval' || kind === 'soak').length;
}

function line(environment: string | null, block: TransitionBlock, count: number): TransitionLine {
  const each = transitionsPer[block];
  return { environment, block, count, each, transitions: count * each };
}

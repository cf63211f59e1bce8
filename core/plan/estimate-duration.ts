/** How long a release takes when all goes well, step by step. People's answers are not guessed. */
import type { Plan, PlannedEnvironment } from './plan.ts';

export interface DurationEstimate {
  readonly lines: readonly DurationLine[];
  /** Without waiting for people or windows. */
  readonly expectedSeconds: number;
  /** Then it has ended, one way or the other. */
  readonly deadlineSeconds: number;
}

export interface DurationLine {
  /** Null for what belongs to the whole release. */
  readonly environment: string | null;
  readonly step: string;
  readonly seconds: number;
}

/** What such steps usually take, in rehearsals. */
export const usualSeconds = {
  verify: 45,
  sourceBuild: 300,
  prepare: 180,
  check: 30,
  handBack: 60,
  rollout: 220,
} as const;

export function estimateDuration(plan: Plan): DurationEstimate {
  const built = plan.build.kind === 'verify' ? usualSeconds.verify : usualSeconds.sourceBuild;
  const lines = [
    { environment: null, step: plan.build.kind, seconds: built },
    ...plan.environments.flatMap(environmentLines),
  ];
  const expectedSeconds = lines.reduce((sum, { seconds }) => sum + seconds, 0);
  return { lines, expectedSeconds, deadlineSeconds: plan.deadlineSeconds };
}

/** From the first new task until the version before is gone: that long, tasks run twice. */
export function overlapSeconds({
  engine,
  phases,
  checks,
  guardSeconds,
}: PlannedEnvironment): number {
  if (engine.kind === 'rolling') return usualSeconds.rollout;
  const bakes = partial(phases).reduce((sum, { bakeSeconds }) => sum + bakeSeconds, 0);
  const { prepare, check, handBack } = usualSeconds;
  return prepare + checks.length * check + bakes + handBack + guardSeconds;
}

/** While the version before is warm and alarms watch, so many intervals go by between two looks. */
const guardIntervals = 5;

/** How often the judge looks: at the beginning of every bake and of the guard, and through them. */
export function lookCount({
  phases,
  guardSeconds,
  judgeIntervalSeconds,
}: PlannedEnvironment): number {
  const bakes = partial(phases).map(
    ({ bakeSeconds }) => 1 + Math.ceil(bakeSeconds / judgeIntervalSeconds),
  );
  const guard = 1 + Math.ceil(guardSeconds / (guardIntervals * judgeIntervalSeconds));
  return bakes.reduce((sum, looks) => sum + looks, guard);
}

/** Each bake, and the guard: they begin with a look and end with one. */
export const bakeCount = ({ phases }: PlannedEnvironment): number => partial(phases).length + 1;

function environmentLines(planned: PlannedEnvironment): readonly DurationLine[] {
  const { name: environment, engine, phases, gates, checks, guardSeconds } = planned;
  const soak = gates.reduce(
    (sum, gate) => sum + (gate.kind === 'soak' ? gate.durationSeconds : 0),
    0,
  );
  const rolling = engine.kind === 'rolling';
  const steps: readonly (readonly [string, number])[] = [
    ['soak', soak],
    ['prepare', rolling ? 0 : usualSeconds.prepare],
    ['checks', checks.length * usualSeconds.check],
    ...partial(phases).map(
      ({ weightPercent, bakeSeconds }) => [`bake at ${weightPercent} %`, bakeSeconds] as const,
    ),
    [
      rolling ? 'rollout' : 'switch to 100 %',
      rolling ? usualSeconds.rollout : usualSeconds.handBack,
    ],
    ['guard', guardSeconds],
  ];
  return steps
    .filter(([, seconds]) => seconds > 0)
    .map(([step, seconds]) => ({ environment, step, seconds }));
}

function partial(phases: PlannedEnvironment['phases']): PlannedEnvironment['phases'] {
  return phases.filter(({ weightPercent }) => weightPercent < 100);
}

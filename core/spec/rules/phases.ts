/** Laws of weights: they rise, each once, to 100, from a small first step. */
import { limits } from '../../limits.ts';
import { formatDuration } from '../duration.ts';
import type { Finding } from '../finding.ts';
import type { Path } from '../path.ts';
import type { Canary, Phase, Profile, RollbackStyle, Strategy } from '../spec.ts';
import type { Rule } from './rule.ts';

/** What the two profiles still take for a small first step. */
const firstWeightMax: Readonly<Record<Profile, number>> = { standard: 50, careful: 10 };
const firstWeightAdvised = 10;

export const weightsRise: Rule = (spec) =>
  ofEveryCanary(spec.environments, ({ phases }, path) =>
    steps(phases).flatMap(([before, after], index) => {
      if (!(after.weightPercent < before.weightPercent)) return [];
      const message = `${after.weightPercent} comes after ${before.weightPercent}; weights must rise strictly`;
      return [{ code: 'E201', path: weightPath(path, index + 1), message, fix: 'sort the phases' }];
    }),
  );

export const weightsDiffer: Rule = (spec) =>
  ofEveryCanary(spec.environments, ({ phases }, path) =>
    steps(phases).flatMap(([before, after], index) => {
      if (after.weightPercent !== before.weightPercent) return [];
      const message = `${after.weightPercent} is given twice; one phase has one weight`;
      const fix = 'keep one of the two phases, with the sum of their bakes';
      return [{ code: 'E204', path: weightPath(path, index + 1), message, fix }];
    }),
  );

export const lastWeightIsAll: Rule = (spec) =>
  ofEveryCanary(spec.environments, ({ phases }, path) => {
    const last = phases.at(-1)?.weightPercent ?? Number.NaN;
    if (!(last < 100)) return [];
    const message = `the last weight is ${last}; a release must end at 100`;
    return [
      { code: 'E204', path: [...path, 'phases'], message, fix: 'add a phase with weight: 100' },
    ];
  });

export const firstStepIsSmall: Rule = (spec) =>
  ofEveryCanary(spec.environments, ({ phases, allowLargeFirstStep }, path) => {
    const first = phases[0]?.weightPercent ?? Number.NaN;
    if (allowLargeFirstStep || !(first > firstWeightMax[spec.profile])) return [];
    const message = `${first} exceeds the ${firstWeightAdvised} % advised for a first step`;
    const fix = `begin with ${firstWeightAdvised}, or add allowLargeFirstStep: true`;
    return [{ code: 'W205', path: weightPath(path, 0), message, fix }];
  });

export const rollingCanMove: Rule = (spec) =>
  spec.environments.flatMap(({ strategy }, index) => {
    if (strategy.kind !== 'rolling') return [];
    const { minimumHealthyPercent, maximumPercent } = strategy;
    if (!(minimumHealthyPercent >= 100 && maximumPercent <= 100)) return [];
    const message = `at least ${minimumHealthyPercent} % and at most ${maximumPercent} % of the tasks: no task can be replaced`;
    const path = ['environments', index, 'strategy', 'maximumPercent'];
    return [{ code: 'E206', path, message, fix: 'raise maximumPercent, for example to 200' }];
  });

export const gradualRollbackEnds: Rule = (spec) =>
  spec.environments.flatMap(({ rollback }, index) => {
    const wrong = gradualMistake(rollback);
    if (wrong === undefined) return [];
    const path = ['environments', index, 'rollback', 'steps'];
    return [
      { code: 'E207', path, message: wrong, fix: 'fall to 0 in time, for example [50, 25, 0]' },
    ];
  });

function gradualMistake(rollback: RollbackStyle): string | undefined {
  if (rollback.kind === 'immediate') return undefined;
  const { stepsPercent } = rollback;
  const last = stepsPercent.at(-1) ?? Number.NaN;
  if (last > 0) return `the last step is ${last}; a rollback must end at 0`;
  const rising = stepsPercent.findIndex((step, index) => step >= (stepsPercent[index - 1] ?? 101));
  if (rising > 0) {
    return `${stepsPercent[rising]} comes after ${stepsPercent[rising - 1]}; steps must fall strictly`;
  }
  // At the last step nobody is left who would wait.
  const totalSeconds = (stepsPercent.length - 1) * rollback.stepSeconds;
  return totalSeconds > limits.gradualRollbackSecondsMax
    ? `${stepsPercent.length - 1} steps of ${formatDuration(rollback.stepSeconds)} are ${formatDuration(totalSeconds)}; a rollback must end within ${formatDuration(limits.gradualRollbackSecondsMax)}`
    : undefined;
}

function ofEveryCanary(
  environments: readonly { readonly strategy: Strategy }[],
  judge: (canary: Canary, path: Path) => readonly Finding[],
): readonly Finding[] {
  return environments.flatMap(({ strategy }, index) =>
    strategy.kind === 'canary' ? judge(strategy, ['environments', index, 'strategy']) : [],
  );
}

function weightPath(strategy: Path, phase: number): Path {
  return [...strategy, 'phases', phase, 'weight'];
}

function steps(phases: readonly Phase[]): readonly (readonly [Phase, Phase])[] {
  return phases.slice(1).flatMap((after, index) => {
    const before = phases[index];
    return before === undefined ? [] : [[before, after] as const];
  });
}

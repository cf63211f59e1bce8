// What a spec asks for in one place, as far as laws measure by it. Read from the spec: a plan is Spillway's own reading.
import { assertNever } from '../../core/assert.ts';
import type { Environment, Spec, Strategy } from '../../core/spec/spec.ts';

export interface Terms {
  /** The shares of a new version in order, and how long it bakes at each. */
  readonly phases: readonly { readonly weight: number; readonly bakeMs: number }[];
  /** The shares that it may have on its way back, the last of which is 0. */
  readonly wayDown: readonly number[];
  /** How long it stays at each of them but the last. */
  readonly stepMs: number;
  /** Where tasks are replaced one by one, the share of tasks that serve throughout; undefined where two fleets stand side by side. */
  readonly servingPercentMin: number | undefined;
  /** From the first moment with all users until its end here. */
  readonly guardMs: number;
  /** From the admission of a release to its end, in whatever place. */
  readonly lastsMs: number;
  /** Whether a release ends here, or goes on to another place. */
  readonly isLast: boolean;
}

export function termsOf(spec: Spec, name: string): Terms {
  const environment = spec.environments.find((each) => each.name === name);
  if (environment === undefined) throw new Error(`${spec.service} has no environment ${name}`);
  const phases = phasesOf(environment.strategy);
  return {
    phases,
    ...wayDownOf(environment),
    servingPercentMin:
      environment.strategy.kind === 'rolling'
        ? environment.strategy.minimumHealthyPercent
        : undefined,
    guardMs: Math.max(1000 * environment.keepWarmSeconds, phases.at(-1)?.bakeMs ?? 0),
    lastsMs: 1000 * spec.maxDurationSeconds,
    isLast: environment === spec.environments.at(-1),
  };
}

function phasesOf(strategy: Strategy): Terms['phases'] {
  switch (strategy.kind) {
    case 'canary':
      return strategy.phases.map(({ weightPercent, bakeSeconds }) => ({
        weight: weightPercent,
        bakeMs: 1000 * bakeSeconds,
      }));
    case 'blue-green':
    case 'all-at-once':
    case 'rolling':
      return [{ weight: 100, bakeMs: 1000 * strategy.bakeSeconds }];
    default:
      return assertNever(strategy);
  }
}

const wayDownOf = ({ rollback }: Environment): Pick<Terms, 'wayDown' | 'stepMs'> =>
  rollback.kind === 'gradual'
    ? { wayDown: rollback.stepsPercent, stepMs: 1000 * rollback.stepSeconds }
    : { wayDown: [0], stepMs: 0 };

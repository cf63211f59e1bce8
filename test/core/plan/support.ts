/** Plans of one environment, and what a spec is refused for. */
import { createPlan } from '../../../core/plan/create-plan.ts';
import { assumedContext, type EnvironmentFacts } from '../../../core/plan/facts.ts';
import type { Plan, PlannedEnvironment } from '../../../core/plan/plan.ts';
import type { ApprovalGate, Environment, Gate, Spec } from '../../../core/spec/spec.ts';
import { anEnvironment, aSpec } from '../builders.ts';

export function planOf(spec: Spec): Plan {
  const result = createPlan(spec, assumedContext(spec));
  if (!result.planned) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

export function only(plan: Plan): PlannedEnvironment {
  const [environment] = plan.environments;
  if (environment === undefined) throw new Error('a plan has environments');
  return environment;
}

export function planned(
  environment: Partial<Environment>,
  spec: Partial<Spec> = {},
): PlannedEnvironment {
  return only(planOf(aSpec({ environments: [anEnvironment(environment)], ...spec })));
}

/** Codes with the places that they point at. */
export function refusals(
  environment: Partial<Environment>,
  facts: Partial<EnvironmentFacts> = {},
  spec: Partial<Spec> = {},
): readonly string[] {
  const whole = aSpec({ environments: [anEnvironment(environment)], ...spec });
  const assumed = assumedContext(whole).environments['production'];
  if (assumed === undefined) throw new Error('production is assumed');
  const result = createPlan(whole, { environments: { production: { ...assumed, ...facts } } });
  return result.planned ? [] : result.problems.map(({ code, path }) => `${code} ${path.join('.')}`);
}

export const blueGreen = { kind: 'blue-green', bakeSeconds: 900, requestsMin: 0 } as const;
export const rolling = {
  kind: 'rolling',
  minimumHealthyPercent: 100,
  maximumPercent: 150,
  bakeSeconds: 900,
} as const;
export const allAtOnce = { kind: 'all-at-once', bakeSeconds: 300 } as const;
export const timeOnly = { noTraffic: 'fail' } as const;
export const gradual = { kind: 'gradual', stepsPercent: [50, 25, 0], stepSeconds: 60 } as const;
export const approval: ApprovalGate = { kind: 'approval', fourEyes: true, timeoutSeconds: 600 };
export const soak: Gate = { kind: 'soak', durationSeconds: 3600 };
export const window: Gate = {
  kind: 'window',
  days: ['mon'],
  fromMinutes: 540,
  toMinutes: 960,
  zone: 'Europe/Lisbon',
};

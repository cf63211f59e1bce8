/** Checks with the moment at which they can run: before users, if the engine lets anybody in before them. */
import type { Check, Environment } from '../spec/spec.ts';
import type { CheckMoment, Engine, PlannedCheck } from './plan.ts';
import type { PlanProblem } from './problem.ts';

export interface PlannedChecks {
  readonly checks: readonly PlannedCheck[];
  readonly warnings: readonly PlanProblem[];
}

export function planChecks(environment: Environment, engine: Engine, index: number): PlannedChecks {
  const checks = environment.checks.map((check) => ({ ...check, when: momentOf(check, engine) }));
  const late = checks.filter(({ when }) => when === 'after-rollout').map(({ name }) => name);
  if (late.length === 0) return { checks, warnings: [] };
  const message = `${late.join(', ')} can only run when users already reach the new version`;
  return {
    checks,
    warnings: [{ code: 'W237', path: ['environments', index, 'checks'], message }],
  };
}

/** A migration needs no new task to talk to, and has to be there before one starts. */
function momentOf({ purpose }: Check, { kind }: Engine): CheckMoment {
  if (purpose === 'migration') return 'before-rollout';
  return kind === 'rolling' ? 'after-rollout' : 'before-traffic';
}

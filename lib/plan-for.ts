// The plan of an environment as a stack sees it: as its strategy needs it, since the stack is about to make it so.
import { createPlan } from '../core/plan/create-plan.ts';
import { assumedContext } from '../core/plan/facts.ts';
import type { PlannedEnvironment } from '../core/plan/plan.ts';
import type { Spec } from '../core/spec/spec.ts';

export function planFor(spec: Spec, environmentName: string): PlannedEnvironment {
  const result = createPlan(spec, assumedContext(spec));
  if (!result.planned) {
    throw new Error(
      `${spec.service} cannot be planned: ${result.problems.map(({ message }) => message).join('; ')}`,
    );
  }
  const planned = result.plan.environments.find(({ name }) => name === environmentName);
  if (planned === undefined) {
    const known = result.plan.environments.map(({ name }) => name).join(', ');
    throw new Error(`${spec.service} has no environment ${environmentName}; it has ${known}`);
  }
  return planned;
}

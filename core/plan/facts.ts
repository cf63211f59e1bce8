/** What must be known about the places where a service runs before a plan can be made. */
import type { Environment, Spec } from '../spec/spec.ts';

export interface PlanContext {
  /** By environment name. */
  readonly environments: Readonly<Record<string, EnvironmentFacts>>;
}

export interface EnvironmentFacts {
  /** Who may change the ECS service: its deployment controller. */
  readonly controller: 'codedeploy' | 'ecs';
  readonly loadBalancer: 'application' | 'network' | 'none';
  /** A second listener, through which the new version can be reached before its users reach it. */
  readonly testListener: boolean;
}

/** For a plan on a laptop, without AWS: every environment is as its strategy needs it. */
export function assumedContext(spec: Spec): PlanContext {
  return {
    environments: Object.fromEntries(
      spec.environments.map((environment) => [environment.name, assumedFacts(spec, environment)]),
    ),
  };
}

function assumedFacts(spec: Spec, { strategy }: Environment): EnvironmentFacts {
  const rolling =
    strategy.kind === 'rolling' || (strategy.kind === 'all-at-once' && spec.engine === 'rolling');
  return {
    controller: rolling ? 'ecs' : 'codedeploy',
    loadBalancer: 'application',
    testListener: !rolling,
  };
}

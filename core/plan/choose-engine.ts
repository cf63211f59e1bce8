/** Which engine executes a strategy in an environment. What it cannot do is refused, never bent. */
import { assertNever } from '../assert.ts';
import type { Canary, Environment, Rolling, Spec } from '../spec/spec.ts';
import { allAtOnceConfiguration, matchConfiguration } from './codedeploy-configuration.ts';
import type { EnvironmentFacts } from './facts.ts';
import type { Engine } from './plan.ts';
import type { PlanProblem } from './problem.ts';

export type EngineChoice =
  | { readonly chosen: true; readonly engine: Engine }
  | { readonly chosen: false; readonly problem: PlanProblem };

interface Situation {
  readonly spec: Spec;
  readonly environment: Environment;
  readonly facts: EnvironmentFacts;
  /** Position of the environment in the spec. */
  readonly index: number;
}

export function chooseEngine(situation: Situation): EngineChoice {
  const { strategy } = situation.environment;
  switch (strategy.kind) {
    case 'canary':
      return chooseForCanary(situation, strategy);
    case 'blue-green':
      return chooseForTwoFleets(situation);
    case 'rolling':
      return chooseForRolling(situation, strategy);
    case 'all-at-once':
      return wantsRolling(situation)
        ? chooseForRolling(situation, everythingAtOnce)
        : chooseForTwoFleets(situation);
    default:
      return assertNever(strategy);
  }
}

function chooseForCanary(situation: Situation, strategy: Canary): EngineChoice {
  const refusal = refuseCodeDeploy(situation) ?? refuseWeights(situation);
  if (refusal !== undefined) return refusal;
  const configuration = matchConfiguration(strategy.phases);
  const obstacles = codeDeployObstacles(situation.environment, strategy);
  if (configuration !== undefined && obstacles.length === 0) {
    return chosen({
      kind: 'codedeploy',
      configuration,
      reason: `CodeDeploy's own ${configuration.name} says exactly this`,
    });
  }
  const shape = configuration === undefined ? ['no CodeDeploy configuration has these phases'] : [];
  return chooseOverlay(situation, [...shape, ...obstacles].join('; '));
}

/** Two fleets and one switch: all at once is what CodeDeploy does best. */
function chooseForTwoFleets(situation: Situation): EngineChoice {
  const refusal = refuseCodeDeploy(situation);
  if (refusal !== undefined) return refusal;
  if (situation.environment.rollback.kind === 'gradual') {
    return refuseWeights(situation) ?? chooseOverlay(situation, gradualReason);
  }
  const reason = 'one switch from the old fleet to the new one';
  return chosen({ kind: 'codedeploy', configuration: allAtOnceConfiguration, reason });
}

function chooseForRolling(
  situation: Situation,
  { minimumHealthyPercent, maximumPercent }: Omit<Rolling, 'kind' | 'bakeSeconds'>,
): EngineChoice {
  const { spec, environment, facts } = situation;
  const kind = environment.strategy.kind;
  if (spec.engine === 'codedeploy') {
    return refused(situation, 'E231', `engine "codedeploy" cannot do ${kind}`, 'strategy');
  }
  if (facts.controller !== 'ecs') {
    const message = `${kind} needs a service that the ECS scheduler deploys; this one is CodeDeploy's`;
    return refused(situation, 'E233', message, 'strategy');
  }
  if (environment.rollback.kind === 'gradual') {
    return refused(situation, 'E234', 'the ECS scheduler cannot roll back in steps', 'rollback');
  }
  const reason = 'tasks are replaced in place, batch by batch';
  return chosen({ kind: 'rolling', minimumHealthyPercent, maximumPercent, reason });
}

function chooseOverlay(situation: Situation, reason: string): EngineChoice {
  if (!situation.facts.testListener) {
    const message = 'weights need a test listener, or the new tasks never become healthy targets';
    return refused(situation, 'E233', message, 'strategy');
  }
  return chosen({ kind: 'codedeploy-overlay', configuration: allAtOnceConfiguration, reason });
}

/**
 * What CodeDeploy's timer would ignore. It goes on when the time is over, whatever is known by then,
 * so it may only be trusted alone where nothing but the time is asked for.
 */
function codeDeployObstacles(environment: Environment, { phases }: Canary): readonly string[] {
  const partial = phases.filter(({ weightPercent }) => weightPercent < 100);
  const obstacles: readonly (readonly [boolean, string])[] = [
    [phases.some(({ gate }) => gate !== null), 'a gate between phases'],
    [partial.some(({ requestsMin }) => requestsMin > 0), 'a phase that waits for requests'],
    [environment.noTraffic !== 'fail', `noTraffic "${environment.noTraffic}" extends a bake`],
    [environment.rollback.kind === 'gradual', gradualReason],
  ];
  return obstacles.filter(([present]) => present).map(([, reason]) => reason);
}

const gradualReason = 'a rollback in steps needs weights';

/** New tasks beside the old ones, then the old ones go: the scheduler's nearest thing to one switch. */
const everythingAtOnce = { minimumHealthyPercent: 100, maximumPercent: 200 } as const;

function wantsRolling({ spec, facts }: Situation): boolean {
  if (spec.engine === 'auto') return facts.controller === 'ecs';
  return spec.engine === 'rolling';
}

function refuseCodeDeploy(situation: Situation): EngineChoice | undefined {
  const { spec, environment, facts } = situation;
  const kind = environment.strategy.kind;
  if (spec.engine === 'rolling') {
    return refused(situation, 'E231', `engine "rolling" cannot do ${kind}`, 'strategy');
  }
  if (facts.controller !== 'codedeploy') {
    const message = `${kind} needs a service that CodeDeploy deploys; this one is the ECS scheduler's`;
    return refused(situation, 'E233', message, 'strategy');
  }
  if (facts.loadBalancer === 'none') {
    return refused(situation, 'E233', `${kind} needs a load balancer; there is none`, 'strategy');
  }
  return undefined;
}

function refuseWeights(situation: Situation): EngineChoice | undefined {
  if (situation.facts.loadBalancer === 'application') return undefined;
  const message = `weights need an application load balancer; this is a ${situation.facts.loadBalancer} one`;
  return refused(situation, 'E233', message, 'strategy');
}

function chosen(engine: Engine): EngineChoice {
  return { chosen: true, engine };
}

function refused(
  { index }: Situation,
  code: PlanProblem['code'],
  message: string,
  field: keyof Environment,
): EngineChoice {
  return { chosen: false, problem: { code, path: ['environments', index, field], message } };
}

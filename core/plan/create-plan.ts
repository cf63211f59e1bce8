/** From a spec and what is known about its environments to a plan, or to every reason why there is none. */
import type { Environment, Spec, Strategy } from '../spec/spec.ts';
import { bounds } from './bounds.ts';
import { chooseEngine } from './choose-engine.ts';
import type { EnvironmentFacts, PlanContext } from './facts.ts';
import { type Plan, type PlannedBuild, type PlannedEnvironment, planFormat } from './plan.ts';
import { planChecks } from './plan-checks.ts';
import { planEnvironmentGates, soakProblems } from './plan-gates.ts';
import { planHash } from './plan-hash.ts';
import { planPhases } from './plan-phases.ts';
import { planThresholds } from './plan-thresholds.ts';
import { codeDeployWaitProblems, planTimeouts } from './plan-timeouts.ts';
import { type PlanProblem, severityOf } from './problem.ts';

export type PlanResult =
  | {
      readonly planned: true;
      readonly plan: Plan;
      readonly hash: string;
      readonly warnings: readonly PlanProblem[];
    }
  /** At least one of them is an error. */
  | { readonly planned: false; readonly problems: readonly PlanProblem[] };

export function createPlan(spec: Spec, context: PlanContext): PlanResult {
  const parts = spec.environments.map((_, index) => planEnvironment(spec, index, context));
  const problems = parts.flatMap((part) => part.problems);
  if (problems.some((problem) => severityOf(problem) === 'error')) {
    return { planned: false, problems };
  }
  const plan: Plan = {
    format: planFormat,
    service: spec.service,
    profile: spec.profile,
    architecture: spec.architecture,
    build: planBuild(spec),
    environments: parts.flatMap(({ environment }) => environment ?? []),
    dependsOn: spec.dependsOn,
    notify: spec.notify,
    deadlineSeconds: spec.maxDurationSeconds,
  };
  return { planned: true, plan, hash: planHash(plan), warnings: problems };
}

interface Part {
  readonly environment?: PlannedEnvironment;
  readonly problems: readonly PlanProblem[];
}

function planEnvironment(spec: Spec, index: number, context: PlanContext): Part {
  const environment = spec.environments[index];
  if (environment === undefined) return { problems: [] };
  const facts = context.environments[environment.name];
  if (facts === undefined) return { problems: [unknownEnvironment(spec, environment, index)] };
  return assemble(spec, environment, index, facts);
}

function assemble(
  spec: Spec,
  environment: Environment,
  index: number,
  facts: EnvironmentFacts,
): Part {
  const choice = chooseEngine({ spec, environment, facts, index });
  const soaks = soakProblems(environment, index);
  if (!choice.chosen) return { problems: [choice.problem, ...soaks] };

  const { engine } = choice;
  const before = spec.environments[index - 1]?.name;
  const phases = planPhases(environment, before);
  const gates = planEnvironmentGates(environment.gates, before, spec.maxDurationSeconds);
  const { checks, warnings } = planChecks(environment, engine, index);
  const guardSeconds = Math.max(keptWarm(environment.strategy, environment), lastBake(phases));
  const timeouts = planTimeouts({ gates, checks, phases, guardSeconds });
  const planned: PlannedEnvironment = {
    name: environment.name,
    engine,
    phases,
    gates,
    checks,
    thresholds: planThresholds(environment, phases),
    alarms: environment.alarms,
    unwatchedReason: environment.noAlarmsReason,
    noTraffic: environment.noTraffic,
    judgeIntervalSeconds: judgeInterval(timeouts.phasesSeconds),
    rollback: planRollback(spec, environment),
    guardSeconds,
    timeouts,
  };
  const problems = [...soaks, ...warnings, ...codeDeployWaitProblems(planned, index)];
  return { environment: planned, problems };
}

/** Each look is a dozen of the 25,000 events that an execution may have: a canary of days is looked at less often. */
function judgeInterval(phasesSeconds: number): number {
  return Math.max(bounds.judgeIntervalSeconds, Math.ceil(phasesSeconds / bounds.looksMax));
}

function planBuild({ build }: Spec): PlannedBuild {
  return build.kind === 'source' ? build : { ...build, timeoutSeconds: bounds.verifySeconds };
}

function planRollback(spec: Spec, { rollback }: Environment): PlannedEnvironment['rollback'] {
  if (!spec.rollbackSafe) return { kind: 'forbidden' };
  if (rollback.kind === 'immediate') return rollback;
  const steps = rollback.stepsPercent.map((weightPercent) => ({
    weightPercent,
    holdSeconds: weightPercent === 0 ? 0 : rollback.stepSeconds,
  }));
  return { kind: 'gradual', steps };
}

/** A rolling deployment leaves nothing to keep warm. */
function keptWarm(strategy: Strategy, { keepWarmSeconds }: Environment): number {
  return strategy.kind === 'rolling' ? 0 : keepWarmSeconds;
}

function lastBake(phases: PlannedEnvironment['phases']): number {
  return phases.at(-1)?.bakeSeconds ?? 0;
}

function unknownEnvironment(spec: Spec, { name }: Environment, index: number): PlanProblem {
  return {
    code: 'E236',
    path: ['environments', index, 'name'],
    message: `"${spec.service}" is not registered in "${name}"`,
    got: name,
  };
}

/** The plan of a release that only brings back what served before: one place, at once, without gates, checks and bakes. */
import type { Environment, Spec } from '../spec/spec.ts';
import { createPlan, type PlanResult } from './create-plan.ts';
import type { PlanContext } from './facts.ts';
import { planHash } from './plan-hash.ts';

/** Users suffer from what serves now, so that nothing is waited for that has been asked of this version before. */
export function planWayBack(spec: Spec, name: string, context: PlanContext): PlanResult {
  const wanted = spec.environments.filter((environment) => environment.name === name);
  const environments = (wanted.length > 0 ? wanted : spec.environments.slice(-1)).map(shortened);
  const result = createPlan({ ...spec, dependsOn: [], environments }, context);
  if (!result.planned) return result;
  const plan = {
    ...result.plan,
    environments: result.plan.environments.map((planned) => ({ ...planned, gates: [] })),
  };
  return { ...result, plan, hash: planHash(plan) };
}

/** Long enough to see the switch; what it replaces need not be kept warm. */
const guardSeconds = 60;

function shortened(environment: Environment): Environment {
  return {
    ...environment,
    strategy: { kind: 'all-at-once', bakeSeconds: guardSeconds },
    gates: [],
    checks: [],
    // Alarms are red because of what serves now; they say nothing about what comes back.
    thresholds: {
      errorRatePercent: null,
      latencyP95Ms: null,
      cpuPercent: null,
      memoryPercent: null,
      failedHealthChecks: null,
    },
    alarms: [],
    noAlarmsReason: 'this version served before, and what replaced it is worse',
    rollback: { kind: 'immediate' },
    keepWarmSeconds: guardSeconds,
  };
}

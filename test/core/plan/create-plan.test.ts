import { describe, expect, it } from 'vitest';
import { createPlan, type PlanResult } from '../../../core/plan/create-plan.ts';
import { assumedContext } from '../../../core/plan/facts.ts';
import type { Environment, Spec } from '../../../core/spec/spec.ts';
import { aCanary, anEnvironment, aPhase, aSpec } from '../builders.ts';
import {
  approval,
  gradual,
  only,
  planned,
  planOf,
  refusals,
  rolling,
  soak,
  window,
} from './support.ts';

describe('createPlan', () => {
  it('gives all problems of all environments at once', () => {
    const spec = aSpec({
      engine: 'rolling',
      environments: [
        anEnvironment({ name: 'staging', gates: [soak] }),
        anEnvironment({ name: 'prodution' }),
      ],
    });
    const { staging } = assumedContext(spec).environments;
    if (staging === undefined) throw new Error('staging is assumed');
    const result = createPlan(spec, { environments: { staging } });
    expect(codes(result)).toEqual(['E231', 'E235', 'E236']);
  });

  it('warns of checks that can only run when users are there already', () => {
    const health = {
      kind: 'http',
      name: 'health',
      purpose: 'smoke',
      timeoutSeconds: 60,
      path: '/',
      expectStatus: 200,
    } as const;
    const migrate = {
      kind: 'ecs-task',
      name: 'migrate',
      purpose: 'migration',
      timeoutSeconds: 60,
      taskFamily: 'm',
      image: 'candidate',
    } as const;
    const spec = aSpec({
      environments: [anEnvironment({ strategy: rolling, checks: [migrate, health] })],
    });
    const result = createPlan(spec, assumedContext(spec));
    expect(codes(result)).toEqual(['W237']);
    expect(only(planOf(spec)).checks.map(({ name, when }) => [name, when])).toEqual([
      ['migrate', 'before-rollout'],
      ['health', 'after-rollout'],
    ]);
    expect(planned({ checks: [migrate, health] }).checks.map(({ when }) => when)).toEqual([
      'before-rollout',
      'before-traffic',
    ]);
  });

  it('asks the longest-lived gates first and a freeze always, last', () => {
    const environments = [
      anEnvironment({ name: 'staging' }),
      anEnvironment({ gates: [window, approval, soak] }),
    ];
    const { gates } = planOf(aSpec({ environments })).environments[1] ?? { gates: [] };
    expect(gates).toEqual([
      { ...soak, environment: 'staging', timeoutSeconds: 7200 },
      approval,
      { ...window, timeoutSeconds: 7 * 86_400 },
      { kind: 'freeze', timeoutSeconds: 86_400 },
    ]);
  });

  it('keeps a gate between phases with its phase, and refuses one that soaks in nothing', () => {
    const phases = [aPhase(10), aPhase(50, { gate: approval }), aPhase(100)];
    expect(planned({ strategy: aCanary(phases) }).phases.map(({ gates }) => gates)).toEqual([
      [],
      [approval],
      [],
    ]);
    const soaking = [aPhase(10, { gate: soak }), aPhase(100)];
    expect(refusals({ strategy: aCanary(soaking) })).toEqual([
      'E235 environments.0.strategy.phases.0.gate',
    ]);
  });

  it('watches what the spec watches and nothing else', () => {
    const thresholds = {
      errorRatePercent: 2,
      latencyP95Ms: null,
      cpuPercent: 80,
      memoryPercent: null,
      failedHealthChecks: 3,
    };
    expect(planned({ thresholds }).thresholds).toEqual([
      {
        kind: 'ratio',
        metric: 'error-rate',
        unit: 'percent',
        max: 2,
        windowSeconds: 300,
        requestsMin: 50,
      },
      {
        kind: 'level',
        metric: 'cpu',
        unit: 'percent',
        max: 80,
        windowSeconds: 300,
        samplesOverMax: 2,
      },
      {
        kind: 'run',
        metric: 'failed-health-checks',
        unit: 'consecutive',
        max: 3,
        windowSeconds: 300,
      },
    ]);
  });

  it('judges by as few requests as a phase calls enough, and by fifty where none says', () => {
    const judged = (requestsMin: number): unknown =>
      planned({ strategy: aCanary([aPhase(10, { requestsMin }), aPhase(100)]) }).thresholds[0];
    expect(judged(20)).toHaveProperty('requestsMin', 20);
    expect(judged(100)).toHaveProperty('requestsMin', 50);
    expect(judged(0)).toHaveProperty('requestsMin', 50);
  });

  it.each<[string, Partial<Environment>, Partial<Spec>, unknown]>([
    ['at once', {}, {}, { kind: 'immediate' }],
    [
      'in steps',
      { rollback: gradual },
      {},
      {
        kind: 'gradual',
        steps: [
          { weightPercent: 50, holdSeconds: 60 },
          { weightPercent: 25, holdSeconds: 60 },
          { weightPercent: 0, holdSeconds: 0 },
        ],
      },
    ],
    [
      'never, where the spec forbids it',
      { rollback: gradual },
      { rollbackSafe: false },
      { kind: 'forbidden' },
    ],
  ])('rolls back %s', (_case, environment, spec, expected) => {
    expect(planned(environment, spec).rollback).toEqual(expected);
  });

  it('guards at least as long as the last bake, and for the bake alone where nothing stays warm', () => {
    expect(planned({ keepWarmSeconds: 60 }).guardSeconds).toBe(900);
    expect(planned({ keepWarmSeconds: 3600 }).guardSeconds).toBe(3600);
    expect(planned({ strategy: rolling }).guardSeconds).toBe(900);
  });

  it('keeps the build’s own limit, and has one for a verification', () => {
    const source = {
      ...aSpec().build,
      kind: 'source',
      project: 'p',
      stages: [],
      directory: '.',
      timeoutSeconds: 1800,
    } as const;
    expect(planOf(aSpec({ build: source })).build.timeoutSeconds).toBe(1800);
    expect(planOf(aSpec()).build.timeoutSeconds).toBe(600);
  });
});

function codes(result: PlanResult): readonly string[] {
  return (result.planned ? result.warnings : result.problems).map(({ code }) => code);
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlan } from '../../../core/plan/create-plan.ts';
import type { EnvironmentFacts } from '../../../core/plan/facts.ts';
import type { Environment, Spec } from '../../../core/spec/spec.ts';
import { aCanary, anEnvironment, aPhase, aSpec } from '../builders.ts';
import {
  allAtOnce,
  approval,
  blueGreen,
  gradual,
  only,
  planned,
  refusals,
  rolling,
  timeOnly,
} from './support.ts';

describe('the engine', () => {
  it.each<[string, Partial<Environment>, string, string]>([
    ['the standard canary', {}, 'codedeploy-overlay', 'CodeDeployDefault.ECSAllAtOnce'],
    ['blue-green', { strategy: blueGreen }, 'codedeploy', 'CodeDeployDefault.ECSAllAtOnce'],
    ['all at once', { strategy: allAtOnce }, 'codedeploy', 'CodeDeployDefault.ECSAllAtOnce'],
    [
      'one step',
      { ...timeOnly, strategy: aCanary([aPhase(10), aPhase(100)]) },
      'codedeploy',
      'CodeDeployDefault.ECSCanary10Percent15Minutes',
    ],
    [
      'one step of our own',
      { ...timeOnly, strategy: aCanary([aPhase(20, { bakeSeconds: 600 }), aPhase(100)]) },
      'codedeploy',
      'Spillway-canary-20-10',
    ],
    [
      'equal steps',
      {
        ...timeOnly,
        strategy: aCanary([aPhase(25), aPhase(50), aPhase(75), aPhase(100, { bakeSeconds: 60 })]),
      },
      'codedeploy',
      'Spillway-linear-25-15',
    ],
    [
      'steps of AWS',
      {
        ...timeOnly,
        strategy: aCanary(
          [10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((w) => aPhase(w, { bakeSeconds: 180 })),
        ),
      },
      'codedeploy',
      'CodeDeployDefault.ECSLinear10PercentEvery3Minutes',
    ],
  ])('for %s is what can express it', (_case, environment, kind, name) => {
    const { engine } = planned(environment);
    expect(engine.kind).toBe(kind);
    expect(engine).toHaveProperty('configuration.name', name);
  });

  it.each<[string, Partial<Environment>, string]>([
    [
      'unequal steps',
      { strategy: aCanary([aPhase(10), aPhase(50), aPhase(100)]) },
      'no CodeDeploy configuration',
    ],
    [
      'steps that miss 100',
      { strategy: aCanary([aPhase(30), aPhase(60), aPhase(100)]) },
      'no CodeDeploy configuration',
    ],
    [
      'unequal bakes',
      { strategy: aCanary([aPhase(25), aPhase(50, { bakeSeconds: 60 }), aPhase(75), aPhase(100)]) },
      'no CodeDeploy configuration',
    ],
    [
      'half a minute',
      { strategy: aCanary([aPhase(10, { bakeSeconds: 330 }), aPhase(100)]) },
      'no CodeDeploy configuration',
    ],
    [
      'a minimum of requests',
      { strategy: aCanary([aPhase(10, { requestsMin: 100 }), aPhase(100)]) },
      'waits for requests',
    ],
    [
      'a gate between phases',
      { strategy: aCanary([aPhase(10), aPhase(100, { gate: approval })]) },
      'a gate between phases',
    ],
    [
      'a bake that may be extended',
      { strategy: aCanary([aPhase(10), aPhase(100)]), noTraffic: 'hold' },
      'noTraffic "hold"',
    ],
    [
      'a gradual rollback',
      { strategy: aCanary([aPhase(10), aPhase(100)]), rollback: gradual },
      'rollback in steps',
    ],
    [
      'a gradual rollback of blue-green',
      { strategy: blueGreen, rollback: gradual },
      'rollback in steps',
    ],
  ])('needs the overlay for %s, and says why', (_case, environment, reason) => {
    const { engine } = planned({ ...timeOnly, ...environment });
    expect(engine.kind).toBe('codedeploy-overlay');
    expect(engine.reason).toContain(reason);
  });

  it('never leaves CodeDeploy alone with a rule that its timer would ignore', () => {
    const anyPhases = fc
      .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 6 })
      .chain((weights) => {
        const rising = [...weights.sort((a, b) => a - b), 100];
        const bakes = fc.array(fc.constantFrom(330, 600, 900), {
          minLength: rising.length,
          maxLength: rising.length,
        });
        return fc.record({
          rising: fc.constant(rising),
          bakes,
          requestsMin: fc.constantFrom(0, 0, 100),
        });
      });
    fc.assert(
      fc.property(
        anyPhases,
        fc.constantFrom('hold', 'fail'),
        ({ rising, bakes, requestsMin }, noTraffic) => {
          const phases = rising.map((w, i) =>
            aPhase(w, { bakeSeconds: bakes[i] ?? 900, requestsMin }),
          );
          const { engine } = planned({ noTraffic, strategy: aCanary(phases) });
          if (engine.kind !== 'codedeploy' || engine.configuration.kind === 'all-at-once') return;
          const { stepPercent, intervalMinutes } = engine.configuration;
          const told = rising.map((_, i) => Math.min(100, stepPercent * (i + 1)));
          const shifted = engine.configuration.kind === 'canary' ? [stepPercent, 100] : told;
          expect(shifted).toEqual(rising);
          expect(bakes.slice(0, -1).every((bake) => bake === intervalMinutes * 60)).toBe(true);
          expect([noTraffic, requestsMin]).toEqual(['fail', 0]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes all-at-once to whichever controller the service has', () => {
    const ecs = aSpec({ environments: [anEnvironment({ strategy: allAtOnce })] });
    const facts = { controller: 'ecs', loadBalancer: 'application', testListener: false } as const;
    const result = createPlan(ecs, { environments: { production: facts } });
    expect(result.planned && only(result.plan).engine).toMatchObject({
      kind: 'rolling',
      minimumHealthyPercent: 100,
      maximumPercent: 200,
    });
    expect(planned({ strategy: allAtOnce }, { engine: 'rolling' }).engine.kind).toBe('rolling');
    expect(planned({ strategy: allAtOnce }, { engine: 'codedeploy' }).engine.kind).toBe(
      'codedeploy',
    );
  });

  it.each<[string, Partial<Environment>, Partial<EnvironmentFacts>, Partial<Spec>, string]>([
    ['a canary by rolling', {}, {}, { engine: 'rolling' }, 'E231 environments.0.strategy'],
    [
      'blue-green by rolling',
      { strategy: blueGreen },
      {},
      { engine: 'rolling' },
      'E231 environments.0.strategy',
    ],
    [
      'rolling by CodeDeploy',
      { strategy: rolling },
      {},
      { engine: 'codedeploy' },
      'E231 environments.0.strategy',
    ],
    ['a canary on an ECS service', {}, { controller: 'ecs' }, {}, 'E233 environments.0.strategy'],
    [
      'rolling on a CodeDeploy service',
      { strategy: rolling },
      { controller: 'codedeploy' },
      {},
      'E233 environments.0.strategy',
    ],
    [
      'a canary without a load balancer',
      {},
      { loadBalancer: 'none' },
      {},
      'E233 environments.0.strategy',
    ],
    [
      'a canary behind a network load balancer',
      {},
      { loadBalancer: 'network' },
      {},
      'E233 environments.0.strategy',
    ],
    [
      'an overlay without a test listener',
      {},
      { testListener: false },
      {},
      'E233 environments.0.strategy',
    ],
    [
      'steps back behind a network load balancer',
      { strategy: blueGreen, rollback: gradual },
      { loadBalancer: 'network' },
      {},
      'E233 environments.0.strategy',
    ],
    [
      'rolling with a gradual rollback',
      { strategy: rolling, rollback: gradual },
      {},
      {},
      'E234 environments.0.rollback',
    ],
  ])('is refused for %s', (_case, environment, facts, spec, expected) => {
    expect(refusals(environment, facts, spec)).toEqual([expected]);
  });

  it('switches behind a network load balancer all the same', () => {
    expect(
      refusals({ strategy: blueGreen }, { loadBalancer: 'network', testListener: false }),
    ).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { estimateCost } from '../../../core/plan/estimate-cost.ts';
import {
  estimateDuration,
  lookCount,
  overlapSeconds,
} from '../../../core/plan/estimate-duration.ts';
import { estimateTransitions, totalTransitions } from '../../../core/plan/estimate-transitions.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { defaultWorkload } from '../../../core/plan/workload.ts';
import type { Environment, Spec } from '../../../core/spec/spec.ts';
import { anEnvironment, aSpec } from '../builders.ts';
import { only, planOf, rolling } from './support.ts';

/** The standard canary with a guard of a quarter of an hour, unless the test says otherwise. */
function aPlan(environment: Partial<Environment> = {}, spec: Partial<Spec> = {}): Plan {
  const environments = [anEnvironment({ keepWarmSeconds: 900, ...environment })];
  return planOf(aSpec({ environments, ...spec }));
}

describe('estimateDuration', () => {
  it('names every step of the standard canary', () => {
    const { lines, expectedSeconds } = estimateDuration(aPlan());
    expect(lines.map(({ step, seconds }) => `${step} ${seconds}`)).toEqual([
      'verify 45',
      'prepare 180',
      'bake at 10 % 900',
      'bake at 25 % 900',
      'bake at 50 % 900',
      'switch to 100 % 60',
      'guard 900',
    ]);
    expect(expectedSeconds).toBe(45 + 180 + 3 * 900 + 60 + 900);
  });

  it('counts a rollout, a soak and the checks, and waits for no person', () => {
    const environments = [
      anEnvironment({ name: 'staging', strategy: rolling }),
      anEnvironment({
        gates: [
          { kind: 'soak', durationSeconds: 3600 },
          { kind: 'approval', fourEyes: false, timeoutSeconds: 600 },
        ],
        checks: [
          { kind: 'lambda', name: 'l', purpose: 'e2e', timeoutSeconds: 60, functionName: 'f' },
        ],
      }),
    ];
    const { lines } = estimateDuration(aPlan({}, { environments }));
    const steps = lines.map(
      ({ environment, step, seconds }) => `${environment} ${step} ${seconds}`,
    );
    expect(steps).toContain('staging rollout 220');
    expect(steps).toContain('production soak 3600');
    expect(steps).toContain('production checks 30');
    expect(steps.join()).not.toContain('approval');
  });
});

describe('estimateTransitions', () => {
  it('is the documented sum', () => {
    // release 5 + build 8 + environment 5 + two fleets 30 + polls 6 x 3 + phases 3 x 5
    // + looks (45 minutes, three in the guard, and one more at the beginning of each)
    expect(totalTransitions(estimateTransitions(aPlan()))).toBe(5 + 8 + 5 + 30 + 18 + 15 + 52);
  });

  it('counts people, soaks, checks by their moment, and what only the scheduler needs', () => {
    const check = {
      kind: 'lambda',
      purpose: 'e2e',
      timeoutSeconds: 60,
      functionName: 'f',
    } as const;
    const migration = { ...check, purpose: 'migration' } as const;
    const plan = aPlan({
      strategy: rolling,
      gates: [{ kind: 'approval', fourEyes: false, timeoutSeconds: 600 }],
      checks: [
        { ...migration, name: 'm' },
        { ...check, name: 'a' },
        { ...check, name: 'b' },
      ],
    });
    const counts = estimateTransitions(plan).map(({ block, count }) => [block, count]);
    expect(Object.fromEntries(counts)).toMatchObject({
      gate: 1,
      rolling: 1,
      checks: 2,
      check: 3,
      poll: 8,
    });
    expect(counts.map(([block]) => block)).not.toContain('twoFleets');
  });

  it('stays far below the 25,000 events of an execution at the longest plan', () => {
    const long = aPlan({ keepWarmSeconds: 172_800 });
    expect(lookCount(only(long))).toBe(45 + 3 + 2880 / 5 + 1);
    expect(totalTransitions(estimateTransitions(long))).toBeLessThan(25_000 / 2);
  });
});

describe('estimateCost', () => {
  const cost = estimateCost(aPlan(), {});

  it('shows arithmetic that adds up', () => {
    for (const { quantity, unitUsd, usd } of [...cost.release, ...cost.monthly]) {
      expect(usd).toBeCloseTo(quantity * unitUsd, 12);
      expect(quantity).toBeGreaterThan(0);
    }
    expect(cost.releaseUsd).toBeCloseTo(
      cost.release.reduce((sum, { usd }) => sum + usd, 0),
      12,
    );
    expect(cost.controlUsd).toBeLessThan(cost.releaseUsd);
  });

  it('prices the state transitions as Step Functions does', () => {
    const transitions = cost.release.find(({ item }) => item === 'Step Functions');
    expect(transitions).toMatchObject({ quantity: 133, unit: 'state transitions' });
    expect(transitions?.usd).toBeCloseTo(0.003325, 10);
  });

  it('pays for what looks read: the first of a bake little, the last everything', () => {
    const metrics = cost.release.find(({ item }) => item === 'CloudWatch');
    // 52 looks at the requests, 4 at all six other series, 44 at errors, refusals, CPU and memory
    expect(metrics).toMatchObject({ quantity: 52 + 4 * 6 + 44 * 4, unit: 'metrics read' });
  });

  it('pays for the second fleet as long as both are up', () => {
    const seconds = overlapSeconds(only(aPlan()));
    expect(seconds).toBe(180 + 3 * 900 + 60 + 900);
    const vcpu = cost.release.find(({ unit }) => unit === 'vCPU-hours');
    const { tasks, vcpus } = defaultWorkload;
    expect(vcpu?.quantity).toBeCloseTo((tasks * vcpus * seconds) / 3600, 10);
    expect(vcpu?.unitUsd).toBe(0.03238);
    const x86 = estimateCost(aPlan({}, { architecture: 'x86_64' }), {});
    expect(x86.release.find(({ unit }) => unit === 'vCPU-hours')?.unitUsd).toBe(0.04048);
  });

  it('pays for a rolling surge only, and only while it rolls', () => {
    const { release } = estimateCost(aPlan({ strategy: rolling }), {
      production: { ...defaultWorkload, tasks: 4 },
    });
    const vcpu = release.find(({ unit }) => unit === 'vCPU-hours');
    expect(vcpu?.quantity).toBeCloseTo((2 * defaultWorkload.vcpus * 220) / 3600, 10);
  });

  it('counts the alarms that are paid for without any release', () => {
    // 2 groups x (3 series for the rate, 1 for latency, 1 for health) + CPU + memory
    expect(cost.monthly).toMatchObject([{ quantity: 12, unit: 'alarm metrics' }]);
    expect(cost.monthlyUsd).toBeCloseTo(1.2, 10);
  });
});

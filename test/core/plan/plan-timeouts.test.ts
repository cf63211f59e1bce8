import { describe, expect, it } from 'vitest';
import { limits } from '../../../core/limits.ts';
import type { Environment } from '../../../core/spec/spec.ts';
import { aCanary, aPhase } from '../builders.ts';
import { approval, blueGreen, planned, refusals, rolling } from './support.ts';

describe('timeouts', () => {
  it('bound every wait, and their sum bounds the environment', () => {
    const { timeouts } = planned({ gates: [approval] });
    const { environmentSeconds, rollbackSeconds, ...forward } = timeouts;
    expect(Object.values(forward).reduce((sum, seconds) => sum + seconds, 0)).toBe(
      environmentSeconds,
    );
    expect(timeouts.gatesSeconds).toBe(600 + 86_400);
    expect(timeouts.phasesSeconds).toBe(3 * (900 + 3600));
    expect(rollbackSeconds).toBeGreaterThan(0);
  });

  it('hold an inconclusive bake for an hour, or only as long as metrics may be late', () => {
    expect(planned({ noTraffic: 'hold' }).phases[0]?.timeoutSeconds).toBe(4500);
    expect(planned({ noTraffic: 'fail' }).phases[0]?.timeoutSeconds).toBe(1200);
  });

  it('leave what CodeDeploy’s wait at READY allows, however many phases there are', () => {
    const weights = Array.from({ length: 19 }, (_, i) => 5 * (i + 1));
    const phases = [...weights, 100].map((weight) => aPhase(weight, { bakeSeconds: 5400 }));
    const { timeouts } = planned({ strategy: aCanary(phases) });
    expect(timeouts.phasesSeconds).toBeLessThanOrEqual(limits.canarySecondsMax);
  });

  it.each<[string, Partial<Environment>]>([
    ['bakes', { strategy: aCanary([aPhase(10, { bakeSeconds: 172_800 }), aPhase(100)]) }],
    [
      'a gate between phases',
      {
        strategy: aCanary([
          aPhase(10),
          aPhase(100, { gate: { ...approval, timeoutSeconds: 604_800 } }),
        ]),
      },
    ],
    ['a last bake', { strategy: { ...blueGreen, bakeSeconds: 172_801 } }],
  ])('refuse %s longer than CodeDeploy waits', (_case, environment) => {
    expect(refusals(environment)).toEqual(['E232 environments.0.strategy']);
  });

  it('do not limit the scheduler by what CodeDeploy waits', () => {
    expect(refusals({ strategy: { ...rolling, bakeSeconds: 172_801 } })).toEqual([]);
  });
});

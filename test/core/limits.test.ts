import { describe, expect, it } from 'vitest';
import { detectionSecondsMin, limits } from '../../core/limits.ts';
import { defaults, profilePhases } from '../../core/spec/defaults.ts';

describe('limits', () => {
  it('are whole numbers above zero', () => {
    const odd = Object.entries(limits).filter(
      ([, value]) => !Number.isInteger(value) || value <= 0,
    );
    expect(odd).toEqual([]);
  });

  it('let every default pass: nobody is refused for what they did not write', () => {
    const bakes = Object.values(profilePhases)
      .flat()
      .map(({ bakeSeconds }) => bakeSeconds);
    for (const bake of [...bakes, defaults.bakeSeconds, defaults.allAtOnceBakeSeconds]) {
      expect(bake).toBeGreaterThanOrEqual(detectionSecondsMin);
      expect(bake).toBeLessThanOrEqual(limits.bakeSecondsMax);
    }
    expect(defaults.keepWarmSeconds).toBeLessThanOrEqual(limits.keepWarmSecondsMax);
    const steps = defaults.gradualStepsPercent.length - 1;
    expect(steps * defaults.gradualStepSeconds).toBeLessThanOrEqual(
      limits.gradualRollbackSecondsMax,
    );
  });

  it('keep the name of an execution within the 80 characters of Step Functions', () => {
    const rest = limits.serviceNameLengthMax + limits.environmentNameLengthMax;
    expect(rest).toBeLessThanOrEqual(80 - '--'.length - 12);
  });

  it('keep a canary inside the time that CodeDeploy waits at READY', () => {
    for (const phases of Object.values(profilePhases)) {
      const total = phases.reduce((sum, { bakeSeconds }) => sum + bakeSeconds, 0);
      expect(total).toBeLessThanOrEqual(limits.canarySecondsMax);
    }
  });
});

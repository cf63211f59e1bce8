import { describe, expect, it } from 'vitest';
import { assumedContext } from '../../../core/plan/facts.ts';
import { planWayBack } from '../../../core/plan/way-back.ts';
import { anEnvironment, aSpec } from '../builders.ts';
import { approval, gradual } from './support.ts';

const spec = aSpec({
  environments: [
    anEnvironment({ name: 'staging' }),
    anEnvironment({ name: 'production', gates: [approval], rollback: gradual }),
  ],
});

const plan = (environment: string) => {
  const result = planWayBack(spec, environment, assumedContext(spec));
  if (!result.planned) throw new Error(JSON.stringify(result.problems));
  return result;
};

describe('the way back', () => {
  it('visits one environment, at once: no gate, no check, no bake, no threshold', () => {
    const [environment, ...others] = plan('production').plan.environments;
    expect(others).toEqual([]);
    expect(environment).toMatchObject({
      name: 'production',
      engine: { kind: 'codedeploy', configuration: { kind: 'all-at-once' } },
      gates: [],
      checks: [],
      thresholds: [],
      alarms: [],
      guardSeconds: 60,
    });
    expect(environment?.unwatchedReason).not.toBe('');
  });

  it('ends where releases end, unless it is told where', () => {
    expect(plan('').plan.environments.map(({ name }) => name)).toEqual(['production']);
    expect(plan('staging').plan.environments.map(({ name }) => name)).toEqual(['staging']);
  });

  it('is another plan than the way forward, by its hash', () => {
    expect(plan('production').hash).not.toBe(plan('staging').hash);
  });
});

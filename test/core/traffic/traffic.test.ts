import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canCarry, identifyFleets, type TaskSet } from '../../../core/traffic/fleets.ts';
import { nextWeight, stepsDown } from '../../../core/traffic/next-weight.ts';
import { compareWeights, overlayForward } from '../../../core/traffic/overlay.ts';
import { splitAt, toPercents } from '../../../core/traffic/split.ts';
import { plannedPhases } from '../builders.ts';

function aTaskSet(name: string, options: Partial<TaskSet> = {}): TaskSet {
  return {
    id: `ts-${name}`,
    taskDefinitionArn: `task-definition/${name}`,
    targetGroupArn: `targetgroup/${name}`,
    desiredCount: 4,
    healthyCount: 4,
    ...options,
  };
}

const stable = aTaskSet('old');
const candidate = aTaskSet('new');
const fleets = { stable, candidate };
const anyPercent = fc.integer({ min: 0, max: 100 });

describe('splitAt', () => {
  it('gives whole per cents that sum to 100', () => {
    fc.assert(
      fc.property(anyPercent, (percent) => {
        const { stablePercent, candidatePercent } = splitAt(percent);
        expect(stablePercent + candidatePercent).toBe(100);
        expect(stablePercent).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it.each([-25, 125, 33.3, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', (percent) => {
    expect(() => splitAt(percent)).toThrow('whole per cent');
  });
});

describe('toPercents', () => {
  const anyGroups = fc.array(fc.nat(999), { minLength: 1, maxLength: 5 });

  it('always sums to 100, and gives nothing to a group without weight', () => {
    fc.assert(
      fc.property(anyGroups, (weights) => {
        const groups = weights.map((weight, index) => ({ targetGroupArn: `${index}`, weight }));
        const percents = toPercents(groups);
        if (weights.every((weight) => weight === 0)) {
          expect(percents).toBeUndefined();
          return;
        }
        expect(percents?.reduce((sum, percent) => sum + percent, 0)).toBe(100);
        weights.forEach((weight, index) => {
          if (weight === 0) expect(percents?.[index]).toBe(0);
        });
      }),
    );
  });

  it.each([
    [
      [1, 0],
      [100, 0],
    ],
    [
      [90, 10],
      [90, 10],
    ],
    [
      [1, 1, 1],
      [34, 33, 33],
    ],
    [
      [999, 111],
      [90, 10],
    ],
  ])('reads the relative weights %j as %j', (weights, expected) => {
    expect(toPercents(weights.map((weight) => ({ targetGroupArn: 'x', weight })))).toEqual(
      expected,
    );
  });
});

describe('identifyFleets', () => {
  const query = {
    taskSets: [candidate, stable],
    stableTaskDefinitionArn: stable.taskDefinitionArn,
    candidateTaskDefinitionArn: candidate.taskDefinitionArn,
  };

  it('tells the fleets by what they run, in any order', () => {
    expect(identifyFleets(query)).toEqual({ identified: true, fleets });
    expect(identifyFleets({ ...query, taskSets: [stable, candidate] })).toEqual({
      identified: true,
      fleets,
    });
  });

  it.each<[string, Partial<typeof query>]>([
    ['0 task sets run the candidate', { taskSets: [stable] }],
    ['0 task sets run the stable version', { taskSets: [candidate] }],
    [
      '2 task sets run the candidate',
      { taskSets: [stable, candidate, { ...candidate, id: 'leaked' }] },
    ],
    ['same task definition', { candidateTaskDefinitionArn: stable.taskDefinitionArn }],
    [
      'same target group',
      { taskSets: [stable, { ...candidate, targetGroupArn: stable.targetGroupArn }] },
    ],
  ])('does not guess when %s', (reason, change) => {
    const identification = identifyFleets({ ...query, ...change });
    expect(identification).toMatchObject({ identified: false });
    expect(identification).toHaveProperty('reason', expect.stringContaining(reason));
  });
});

describe('canCarry', () => {
  it.each<[number, number, number, boolean]>([
    // healthy, weight, tasks needed for all traffic, can carry
    [4, 100, 4, true],
    [3, 100, 4, false],
    [1, 10, 4, true],
    [1, 26, 4, false],
    [0, 0, 4, true],
    [0, 10, 0, false],
  ])(
    'with %i healthy tasks, %i %% of what needs %i: %s',
    (healthyCount, weight, needed, expected) => {
      expect(canCarry(aTaskSet('x', { healthyCount }), weight, needed)).toBe(expected);
    },
  );
});

describe('the overlay', () => {
  it('names both groups at every weight, and reads back as what it asked for', () => {
    fc.assert(
      fc.property(anyPercent, (percent) => {
        const forward = overlayForward(fleets, percent);
        expect(forward.map(({ targetGroupArn }) => targetGroupArn)).toEqual([
          stable.targetGroupArn,
          candidate.targetGroupArn,
        ]);
        expect(forward[0].weight + forward[1].weight).toBe(100);
        expect(compareWeights(fleets, percent, forward)).toEqual({
          converged: true,
          candidatePercent: percent,
        });
      }),
    );
  });

  it('takes a group that is not named for one without traffic', () => {
    const observed = [{ targetGroupArn: stable.targetGroupArn, weight: 1 }];
    expect(compareWeights(fleets, 0, observed)).toEqual({ converged: true, candidatePercent: 0 });
  });

  it.each([
    ['another share', [90, 10, 0], 25, 10, 'the candidate has 10 %, wanted 25 %'],
    ['a stranger with traffic', [80, 10, 10], 10, 10, '10 % goes to an unknown target group'],
    ['nobody with traffic', [0, 0, 0], 10, null, 'no target group has any weight'],
  ])('does not accept %s', (_case, weights, wanted, candidatePercent, reason) => {
    const arns = [stable.targetGroupArn, candidate.targetGroupArn, 'targetgroup/stranger'];
    const observed = weights.map((weight, i) => ({ targetGroupArn: arns[i] ?? '', weight }));
    expect(compareWeights(fleets, wanted, observed)).toEqual({
      converged: false,
      candidatePercent,
      reason,
    });
  });
});

describe('nextWeight', () => {
  const phases = plannedPhases(10, 25, 50, 100);

  it('follows the plan and hands back before 100 %', () => {
    expect([0, 1, 2, 3, 4].map((done) => nextWeight(phases, done))).toEqual([
      { kind: 'shift', phase: 0, weightPercent: 10 },
      { kind: 'shift', phase: 1, weightPercent: 25 },
      { kind: 'shift', phase: 2, weightPercent: 50 },
      { kind: 'promote' },
      { kind: 'promote' },
    ]);
  });

  it('promotes at once where the only phase is 100 %', () => {
    expect(nextWeight(plannedPhases(100), 0)).toEqual({ kind: 'promote' });
  });
});

describe('stepsDown', () => {
  const steps = [50, 25, 0].map((weightPercent) => ({ weightPercent, holdSeconds: 60 }));

  it('takes only the steps that lead down from here', () => {
    expect(stepsDown(steps, 40).map(({ weightPercent }) => weightPercent)).toEqual([25, 0]);
    expect(stepsDown(steps, 50).map(({ weightPercent }) => weightPercent)).toEqual([25, 0]);
  });

  it('always falls strictly, from below the current weight to 0 without waiting there', () => {
    const anyStep = fc.record({ weightPercent: anyPercent, holdSeconds: fc.nat(300) });
    fc.assert(
      fc.property(
        fc.uniqueArray(anyStep, { selector: (s) => s.weightPercent }),
        anyPercent,
        (any, current) => {
          const down = stepsDown(any, current).map(({ weightPercent }) => weightPercent);
          expect(down.at(-1)).toBe(0);
          expect(down.every((weight, i) => i === 0 || weight < (down[i - 1] ?? 0))).toBe(true);
          expect(down.every((weight) => weight === 0 || weight < current)).toBe(true);
          expect(stepsDown(any, current).at(-1)?.holdSeconds).toBe(0);
        },
      ),
    );
  });
});

import { describe, expect, it } from 'vitest';
import type { BakeDecision } from '../../../core/analysis/bake.ts';
import { decideGuardEnd, type GuardLook } from '../../../core/analysis/guard-end.ts';
import { limits } from '../../../core/limits.ts';

const over: BakeDecision = { kind: 'complete', reason: 'all 1 findings pass' };
const long = limits.tasksMissingSecondsMax;

const aLook = (options: Partial<GuardLook> = {}): GuardLook => ({
  healthyCount: 1,
  desiredCount: 2,
  overSeconds: 0,
  unplaced: '',
  ...options,
});

describe('decideGuardEnd', () => {
  it.each<[string, Partial<GuardLook>, string, string]>([
    ['all tasks stand', { healthyCount: 2 }, 'complete', 'all 1 findings pass'],
    ['one is missing', {}, 'keep-baking', '1 of 2 targets are healthy'],
    ['one was missing for long', { overSeconds: long - 1 }, 'keep-baking', '1 of 2'],
    [
      'one was missing for too long',
      { overSeconds: long },
      'tasks-missing',
      '1 of 2 targets are healthy, 20 min after its guard was over',
    ],
    [
      'there is no room for it',
      { overSeconds: long, unplaced: 'no room' },
      'tasks-missing',
      '20 min after its guard was over: no room',
    ],
    ['all stand again, late', { healthyCount: 2, overSeconds: long }, 'complete', 'all 1'],
  ])('when %s', (_case, options, kind, reason) => {
    const decision = decideGuardEnd(over, aLook(options));
    expect(decision.kind).toBe(kind);
    expect(decision.reason).toContain(reason);
  });

  it.each<BakeDecision>([
    { kind: 'keep-baking', reason: 'held', synthesise: '' },
    { kind: 'roll-back', reason: 'error-rate' },
  ])('leaves a guard that is not over as it is: $kind', (decided) => {
    expect(decideGuardEnd(decided, aLook({ overSeconds: long }))).toBe(decided);
  });

  it('gives up while CodeDeploy still keeps the version before', () => {
    expect(long).toBeLessThan(30 * 60);
  });
});

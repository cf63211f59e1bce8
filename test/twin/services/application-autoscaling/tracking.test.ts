import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  wantedBy,
  wantedByAll,
} from '../../../../twin/services/application-autoscaling/tracking.ts';

const tracked = (values: readonly number[], disableScaleIn = false) => ({
  values,
  targetValue: 50,
  disableScaleIn,
});
const minutes = (count: number, value: number) => Array.from({ length: count }, () => value);

describe('a policy that tracks a target', () => {
  it.each([
    ['stays without data', tracked([]), 4],
    ['stays after two high minutes', tracked(minutes(2, 90)), 4],
    ['scales out after three, in proportion', tracked(minutes(3, 90)), 8],
    ['stays when one of three was not high', tracked([90, 50, 90]), 4],
    ['stays after fourteen low minutes', tracked(minutes(14, 10)), 4],
    ['scales in after fifteen, in proportion', tracked(minutes(15, 10)), 1],
    ['stays a little below its target', tracked(minutes(15, 46)), 4],
    ['does not scale in where that is disabled', tracked(minutes(15, 10), true), 4],
  ])('%s', (_, policy, wanted) => {
    expect(wantedBy(policy, 4)).toBe(wanted);
  });
});

describe('several policies', () => {
  it('scale out when one of them wants to, and in only when all do', () => {
    expect(wantedByAll([tracked(minutes(15, 10)), tracked(minutes(3, 90))], 4)).toBe(8);
    expect(wantedByAll([tracked(minutes(15, 10)), tracked(minutes(15, 50))], 4)).toBe(4);
    expect(wantedByAll([tracked(minutes(15, 10)), tracked(minutes(15, 20))], 4)).toBe(2);
  });

  it('never want less than the most demanding of them', () => {
    const policy = fc
      .array(fc.integer({ min: 0, max: 200 }), { maxLength: 20 })
      .map((values) => tracked(values));
    fc.assert(
      fc.property(
        fc.array(policy, { minLength: 1 }),
        fc.integer({ min: 1, max: 100 }),
        (all, now) => {
          const wanted = wantedByAll(all, now);
          for (const each of all) expect(wanted).toBeGreaterThanOrEqual(wantedBy(each, now));
        },
      ),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyLane, enterLane, type Lane, leaveLane } from '../../../core/lane/lane.ts';

const place = (intake: number) => ({ releaseId: `r${intake}`, intake });
const laneOf = (...intakes: readonly number[]): Lane =>
  intakes.reduce((lane, intake) => enterLane(lane, place(intake)).lane, emptyLane);

describe('the lane of a service', () => {
  it('lets the first one move, under a new epoch each time', () => {
    const entered = enterLane(emptyLane, place(1));
    expect(entered).toMatchObject({ kind: 'moves', epoch: 1 });
    const next = enterLane(leaveLane(entered.lane, 'r1'), place(2));
    expect(next).toMatchObject({ kind: 'moves', epoch: 2 });
  });

  it('lets the second one wait, and the third take its place', () => {
    expect(enterLane(laneOf(1), place(2))).toMatchObject({
      kind: 'waits',
      behind: 'r1',
      superseded: null,
    });
    const third = enterLane(laneOf(1, 2), place(3));
    expect(third).toMatchObject({ kind: 'waits', behind: 'r1', superseded: 'r2' });
    expect(enterLane(third.lane, place(2))).toMatchObject({
      kind: 'superseded',
      byReleaseId: 'r3',
    });
  });

  it('sends away whoever comes after something newer moves', () => {
    expect(enterLane(laneOf(2), place(1))).toMatchObject({ kind: 'superseded', byReleaseId: 'r2' });
  });

  it('changes nothing when asked again', () => {
    const lane = laneOf(1, 2);
    expect(enterLane(lane, place(1))).toMatchObject({ kind: 'moves', epoch: 1, lane });
    expect(enterLane(lane, place(2)).lane).toEqual(lane);
  });

  it('gives the lane to who waits once it is free', () => {
    const free = leaveLane(laneOf(1, 2), 'r1');
    const moved = enterLane(free, place(2));
    expect(moved).toMatchObject({ kind: 'moves', epoch: 2, lane: { waiting: null } });
  });

  it('is left twice, or by strangers, without effect', () => {
    const lane = laneOf(1, 2);
    expect(leaveLane(lane, 'r9')).toEqual(lane);
    expect(leaveLane(leaveLane(lane, 'r1'), 'r1')).toEqual(leaveLane(lane, 'r1'));
  });

  it('never moves two, never goes back in epoch or order, and never starves', () => {
    const steps = fc.array(
      fc.tuple(fc.constantFrom('enter', 'leave'), fc.integer({ min: 1, max: 6 })),
      {
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(steps, (history) => {
        let lane = emptyLane;
        for (const [step, intake] of history) {
          const before = lane;
          lane =
            step === 'enter' ? enterLane(lane, place(intake)).lane : leaveLane(lane, `r${intake}`);
          expect(lane.epoch - before.epoch).toBeGreaterThanOrEqual(0);
          if (before.moving !== null && lane.moving !== null) {
            expect(lane.moving).toEqual(before.moving);
          }
          const { moving, waiting } = lane;
          if (moving === null || waiting === null || waiting.intake > moving.intake) continue;
          expect(enterLane(lane, waiting).kind).toBe('superseded');
        }
        const newest = place(7);
        const entered = enterLane(lane, newest);
        const freed =
          lane.moving === null
            ? entered
            : enterLane(leaveLane(entered.lane, lane.moving.releaseId), newest);
        expect(freed.kind).toBe('moves');
      }),
    );
  });
});

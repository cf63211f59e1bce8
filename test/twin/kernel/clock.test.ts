import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Purpose, type Scheduled, VirtualClock } from '../../../twin/kernel/clock.ts';

type Action =
  | { readonly do: 'schedule'; readonly at: number }
  | { readonly do: 'cancel'; readonly which: number }
  | { readonly do: 'step' }
  | { readonly do: 'skip'; readonly to: number };

const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant('schedule' as const), at: fc.nat(50) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: fc.nat(40) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('step' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('skip' as const), to: fc.nat(60) }) },
  ),
  { maxLength: 80 },
);

interface Planned {
  readonly id: number;
  readonly at: number;
}

/** The same queue, without a heap: sorted whenever it is asked. */
function naiveQueue() {
  let [now, waiting]: [number, Planned[]] = [0, []];
  const next = () => [...waiting].sort((a, b) => a.at - b.at || a.id - b.id)[0];
  const without = (id: number) => waiting.filter((each) => each.id !== id);
  return {
    now: () => now,
    next: () => next()?.at,
    schedule(id: number, at: number) {
      waiting.push({ id, at: Math.max(at, now) });
    },
    cancel(id: number) {
      waiting = without(id);
    },
    step(): number | undefined {
      const first = next();
      if (first === undefined) return undefined;
      waiting = without(first.id);
      now = first.at;
      return first.id;
    },
    skip(to: number) {
      now = Math.max(now, Math.min(to, next()?.at ?? Number.POSITIVE_INFINITY));
    },
  };
}

test('events come in the order of their times, then of their making, as from a list that is sorted anew', () => {
  fc.assert(
    fc.property(actions, (plan) => {
      const [clock, naive] = [new VirtualClock(0), naiveQueue()];
      const scheduled: Scheduled[] = [];
      let ran: number | undefined;
      for (const action of plan) {
        ran = undefined;
        let expected: number | undefined;
        if (action.do === 'schedule') {
          const id = scheduled.length;
          scheduled.push(
            clock.at(action.at, () => {
              ran = id;
            }),
          );
          naive.schedule(id, action.at);
        } else if (action.do === 'cancel') {
          scheduled[action.which]?.cancel();
          naive.cancel(action.which);
        } else if (action.do === 'step') {
          expected = naive.step();
          expect(clock.step()).toBe(expected !== undefined);
        } else {
          clock.skipTo(action.to);
          naive.skip(action.to);
        }
        expect([ran, clock.now(), clock.next()]).toEqual([expected, naive.now(), naive.next()]);
      }
    }),
  );
});

test('what is scheduled for the past happens now, and time never goes back', () => {
  const clock = new VirtualClock(1_000);
  clock.at(5, () => {});
  clock.after(-5, () => {});
  expect(clock.next()).toBe(1_000);
  clock.skipTo(10);
  expect(clock.now()).toBe(1_000);
});

test('sleeping takes as long as it says, side by side', async () => {
  const clock = new VirtualClock(0);
  const woken: [string, number][] = [];
  const sleep = async (name: string, ms: number) => {
    await clock.sleep(ms);
    woken.push([name, clock.now()]);
  };
  const all = Promise.all([sleep('long', 30), sleep('short', 10)]);
  while (clock.step()) await Promise.resolve();
  await all;
  expect(woken).toEqual([
    ['short', 10],
    ['long', 30],
  ]);
});

describe('the purpose of events', () => {
  test.each<[string, readonly Purpose[], boolean, number]>([
    ['nothing', [], false, 0],
    ['upkeep', ['upkeep', 'upkeep'], false, 0],
    ['work', ['work', 'upkeep'], true, 0],
    ['deadlines', ['deadline', 'upkeep', 'deadline'], false, 2],
  ])('is counted while they wait: %s', (_what, purposes, hasWork, deadlines) => {
    const clock = new VirtualClock(0);
    for (const purpose of purposes) clock.after(10, () => {}, purpose);
    expect([clock.hasWork(), clock.deadlines().size]).toEqual([hasWork, deadlines]);
    while (clock.step());
    expect([clock.hasWork(), clock.deadlines().size]).toEqual([false, 0]);
  });

  test('counts a cancelled event once, however often it is cancelled', () => {
    const clock = new VirtualClock(0);
    clock.after(10, () => {});
    const cancelled = clock.after(5, () => {});
    cancelled.cancel();
    cancelled.cancel();
    expect(clock.hasWork()).toBe(true);
    clock.step();
    cancelled.cancel();
    expect([clock.hasWork(), clock.step()]).toEqual([false, false]);
  });
});

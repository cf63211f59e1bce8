// A wall clock that a test moves by hand.
import type { WallClock } from '../../../twin/http/wall-clock.ts';

export interface HandDrivenWall extends WallClock {
  /** Lets real time pass, and whoever waited for it go on. */
  pass(ms: number): Promise<void>;
  /** Real time goes by while the machine is busy: nobody rests. */
  spend(ms: number): void;
}

/** More turns of the event loop than any chain of events in these tests needs. */
const TURNS = 300;

export function handDrivenWall(): HandDrivenWall {
  let now = 0;
  const resting = new Map<() => void, number>();
  const settle = async () => {
    for (let turn = 0; turn < TURNS; turn += 1) await new Promise((next) => setImmediate(next));
  };
  return {
    now: () => now,
    rest(ms) {
      let end = () => {};
      const over = new Promise<void>((resolve) => {
        end = () => {
          resting.delete(end);
          resolve();
        };
      });
      resting.set(end, now + ms);
      return { over, cutShort: () => end() };
    },
    spend(ms) {
      now += ms;
    },
    async pass(ms) {
      await settle();
      const until = now + ms;
      for (;;) {
        const [next] = [...resting].sort(([, a], [, b]) => a - b);
        if (next === undefined || next[1] > until) break;
        now = Math.max(now, next[1]);
        next[0]();
        await settle();
      }
      now = until;
      await settle();
    },
  };
}

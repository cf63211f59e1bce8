// Timers, `Date` and randomness of one execution environment, in virtual time.
import type { Clock, Scheduled } from '../kernel/clock.ts';
import type { Random } from '../kernel/random.ts';

/** By the names that a function knows them by, as globals and in `node:timers`. */
export interface VirtualTimers {
  readonly setTimeout: (run: Callback, delayMs?: number, ...args: unknown[]) => Timer;
  readonly setInterval: (run: Callback, delayMs?: number, ...args: unknown[]) => Timer;
  readonly setImmediate: (run: Callback, ...args: unknown[]) => Timer;
  readonly clearTimeout: (timer: unknown) => void;
  readonly clearInterval: (timer: unknown) => void;
  readonly clearImmediate: (timer: unknown) => void;
}

type Callback = (...args: unknown[]) => void;

/** Node's shortest delay. */
const DELAY_MS_MIN = 1;
const DELAY_MS_MAX = 2 ** 31 - 1;

class Timer {
  scheduled: Scheduled | undefined;

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  refresh(): this {
    return this;
  }

  close(): void {
    this.scheduled?.cancel();
  }
}

/** Timers are no reason for time to go on by itself: the invocation that waits for them has a deadline.
 * `isAlive` is false once the environment was stopped: what it had scheduled must not happen. */
export function createTimers(clock: Clock, isAlive: () => boolean): VirtualTimers {
  const start = (timer: Timer, delayMs: number, run: () => void) => {
    const fire = () => {
      if (isAlive()) run();
    };
    timer.scheduled = clock.after(delayMs, fire, 'upkeep');
    return timer;
  };
  const delay = (delayMs: number | undefined) => {
    const wanted = Number(delayMs ?? 0);
    return wanted >= DELAY_MS_MIN && wanted <= DELAY_MS_MAX ? wanted : DELAY_MS_MIN;
  };
  const clear = (timer: unknown) => {
    if (timer instanceof Timer) timer.close();
  };
  return {
    setTimeout: (run, delayMs, ...args) => start(new Timer(), delay(delayMs), () => run(...args)),
    setImmediate: (run, ...args) => start(new Timer(), 0, () => run(...args)),
    setInterval(run, delayMs, ...args) {
      const timer = new Timer();
      const again = () => {
        start(timer, delay(delayMs), again);
        run(...args);
      };
      return start(timer, delay(delayMs), again);
    },
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
  };
}

export function createDate(clock: Clock): DateConstructor {
  return class VirtualDate extends Date {
    // biome-ignore lint/suspicious/noExplicitAny: stands in for all of Date's overloads
    constructor(...args: any[]) {
      if (args.length === 0) super(clock.now());
      else super(...(args as [number]));
    }

    static override now(): number {
      return clock.now();
    }
  } as DateConstructor;
}

export function createMath(random: Random): Math {
  const shadow = Object.create(Math, { random: { value: () => random.next() } });
  for (const name of Object.getOwnPropertyNames(Math)) {
    if (name === 'random') continue;
    Object.defineProperty(shadow, name, { value: Reflect.get(Math, name) });
  }
  return shadow;
}

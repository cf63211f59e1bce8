// Real time, for a twin that runs beside real clients. The only place in this room that reads it.

export interface WallClock {
  /** Milliseconds that never go back. */
  now(): number;
  /** Ends after that many milliseconds, or when it is cut short. */
  rest(ms: number): Rest;
}

export interface Rest {
  readonly over: Promise<void>;
  cutShort(): void;
}

/** The longest that a timer of Node can wait. */
const TIMER_MS_MAX = 2 ** 31 - 1;

export const wallClock: WallClock = {
  now: () => performance.now(),
  rest(ms) {
    let cutShort = () => {};
    const over = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.min(Math.max(0, ms), TIMER_MS_MAX));
      cutShort = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    return { over, cutShort: () => cutShort() };
  },
};

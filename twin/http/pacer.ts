// Moves a twin's time while real clients look on: as fast as possible, N times real time, or when told.
import type { Scheduled, VirtualClock } from '../kernel/clock.ts';
import type { Pump } from '../kernel/pump.ts';
import type { WallClock } from './wall-clock.ts';

/**
 * A number is how many times faster than the wall clock time runs. `manual` stands still until told.
 * `max` is never slower than the wall clock, and skips idle time whenever work is scheduled:
 * - upkeep alone (a metric's minute, a scheduled rule) is no reason to skip, so an idle twin idles;
 * - the deadline of a task token is skipped to only after its owner had the grace, in real time;
 * - when nobody has asked for anything during LEASH_MS, nobody waits: then nothing is skipped.
 */
export type Speed = 'max' | 'manual' | number;

export interface Pacer {
  /** Somebody outside asks for something, until the returned function is called. */
  visit(): () => void;
  /** Resolves when that much time has passed and everything that was due then has happened. */
  advance(seconds: number): Promise<void>;
  /** From where time is, which on a slow machine may be behind where it should be. */
  setSpeed(speed: Speed): void;
  speed(): Speed;
  stop(): Promise<void>;
  /** Settles when time stopped: rejects if an event of the twin threw, which is a defect. */
  readonly stopped: Promise<void>;
}

export interface PacerOptions {
  readonly clock: VirtualClock;
  readonly pump: Pump;
  readonly speed: Speed;
  readonly wall: WallClock;
  /** How long a client outside has, in real time, to answer what a deadline in virtual time waits for. */
  readonly graceMs: number;
}

/** Enough for a program that looks every second; people should choose another speed. */
export const DEFAULT_GRACE_MS = 2_000;
/** How long time races on after the last request. */
const LEASH_MS = 60_000;

export function startPacer(options: PacerOptions): Pacer {
  const { clock, pump, wall } = options;
  let { speed } = options;
  const flow = createFlow(clock, wall, rateOf(speed));
  const patience = createPatience(clock, wall, options.graceMs);
  let advances: { readonly until: number; readonly done: () => void }[] = [];
  let isRunning = true;
  let isWoken = false;
  let cutShort = () => {};

  const wake = () => {
    isWoken = true;
    cutShort();
  };

  const due = () => Math.max(flow.due(), ...advances.map(({ until }) => until));

  /** Lets one thing happen; false when nothing is to happen yet. */
  async function turn(): Promise<boolean> {
    await pump.settle();
    const now = due();
    const next = clock.peek();
    if (next !== undefined && next.at <= now) return clock.step();
    clock.skipTo(now);
    for (const { done } of advances) done();
    advances = [];
    return speed === 'max' && next !== undefined && patience.allows(next) && clock.step();
  }

  async function live(): Promise<void> {
    while (isRunning) {
      if ((await turn()) || isWoken) {
        isWoken = false;
        continue;
      }
      const rest = wall.rest(Math.min(flow.untilNext(), patience.untilChange()));
      cutShort = rest.cutShort;
      await rest.over;
    }
  }

  const stopped = live();
  return {
    stopped,
    visit() {
      clock.skipTo(flow.due());
      const leave = patience.visit();
      wake();
      return () => {
        leave();
        wake();
      };
    },
    advance(seconds) {
      const until = due() + seconds * 1000;
      const done = new Promise<void>((resolve) => advances.push({ until, done: resolve }));
      wake();
      return done;
    },
    setSpeed(wanted) {
      speed = wanted;
      flow.setRate(rateOf(wanted));
      wake();
    },
    speed: () => speed,
    async stop() {
      isRunning = false;
      wake();
      await stopped;
    },
  };
}

function rateOf(speed: Speed): number {
  if (speed === 'max') return 1;
  return speed === 'manual' ? 0 : speed;
}

/** Virtual time as the wall clock drives it, from where it was last ahead of that. */
function createFlow(clock: VirtualClock, wall: WallClock, firstRate: number) {
  let rate = firstRate;
  let from = { virtual: clock.now(), real: wall.now() };
  return {
    due(): number {
      const now = from.virtual + (wall.now() - from.real) * rate;
      if (clock.now() > now) from = { virtual: clock.now(), real: wall.now() };
      return Math.max(now, clock.now());
    },
    setRate(wanted: number): void {
      // Only as far as nothing was missed: a twin that lags would go on long after it was told to stop.
      clock.skipTo(this.due());
      from = { virtual: clock.now(), real: wall.now() };
      rate = wanted;
    },
    /** Real time until the next event happens by itself. */
    untilNext(): number {
      const next = clock.next();
      if (next === undefined || rate === 0) return Number.POSITIVE_INFINITY;
      return (next - this.due()) / rate;
    },
  };
}

/** When idle time may be skipped, in fairness to those outside. */
function createPatience(clock: VirtualClock, wall: WallClock, graceMs: number) {
  const firstSeen = new WeakMap<Scheduled, number>();
  let visitors = 0;
  let lastVisit = wall.now();

  const sinceVisit = () => (visitors > 0 ? 0 : wall.now() - lastVisit);

  /** Real time for which whoever is outside may still answer before this deadline. */
  function graceLeft(deadline: Scheduled): number {
    const seen = firstSeen.get(deadline) ?? wall.now();
    firstSeen.set(deadline, seen);
    return graceMs - Math.max(wall.now() - seen, sinceVisit());
  }

  return {
    visit() {
      visitors += 1;
      lastVisit = wall.now();
      return () => {
        visitors -= 1;
        lastVisit = wall.now();
      };
    },
    allows(next: Scheduled): boolean {
      if (sinceVisit() > LEASH_MS) return false;
      const young = new Set<Scheduled>();
      for (const each of clock.deadlines()) if (graceLeft(each) > 0) young.add(each);
      return !young.has(next) && (clock.hasWork() || young.size < clock.deadlines().size);
    },
    /** Real time until a deadline may be skipped to. */
    untilChange: () => Math.min(...[...clock.deadlines()].map(graceLeft).filter((ms) => ms > 0)),
  };
}

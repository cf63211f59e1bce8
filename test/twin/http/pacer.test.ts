import { afterEach, describe, expect, test } from 'vitest';
import { type Pacer, type Speed, startPacer } from '../../../twin/http/pacer.ts';
import { type Purpose, VirtualClock } from '../../../twin/kernel/clock.ts';
import { createPump } from '../../../twin/kernel/pump.ts';
import { handDrivenWall } from './hand-driven-wall.ts';

const HOUR = 3_600;
const running: Pacer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((pacer) => pacer.stop()));
});

function start(speed: Speed) {
  const clock = new VirtualClock(0);
  const wall = handDrivenWall();
  const pacer = startPacer({ clock, pump: createPump(clock), speed, wall, graceMs: 5_000 });
  running.push(pacer);
  /** When each event happened, in seconds. */
  const happened: Record<string, number> = {};
  return {
    clock,
    wall,
    pacer,
    happened,
    visit: () => pacer.visit()(),
    seconds: () => clock.now() / 1000,
    plan(name: string, seconds: number, purpose?: Purpose) {
      const run = () => {
        happened[name] = clock.now() / 1000;
      };
      return clock.after(seconds * 1000, run, purpose);
    },
  };
}

/** Something that recurs every minute. Counts how often it did. */
function recurEveryMinute(clock: VirtualClock): { times: number } {
  const counter = { times: 0 };
  const tick = () => {
    counter.times += 1;
    clock.after(60_000, tick, 'upkeep');
  };
  clock.after(60_000, tick, 'upkeep');
  return counter;
}

describe('at full speed', () => {
  test('work that waits for an hour goes on at once', async () => {
    const { plan, visit, wall, happened } = start('max');
    plan('work', HOUR);
    visit();
    await wall.pass(0);
    expect(happened).toEqual({ work: HOUR });
  });

  test('upkeep alone is no reason to skip: an idle twin idles with the wall clock', async () => {
    const { clock, visit, wall, seconds } = start('max');
    const upkeep = recurEveryMinute(clock);
    visit();
    await wall.pass(150_000);
    expect(upkeep.times).toBe(2);
    expect(seconds()).toBeGreaterThanOrEqual(120);
    expect(seconds()).toBeLessThanOrEqual(150);
  });

  test('upkeep happens on the way to work, in its order', async () => {
    const { clock, plan, visit, wall, seconds } = start('max');
    const upkeep = recurEveryMinute(clock);
    plan('work', HOUR + 1);
    visit();
    await wall.pass(0);
    expect(upkeep.times).toBe(60);
    expect(seconds()).toBe(HOUR + 1);
  });

  test('work that was cancelled is no reason to skip', async () => {
    const { plan, visit, wall, seconds } = start('max');
    plan('work', HOUR).cancel();
    plan('upkeep', HOUR, 'upkeep');
    visit();
    await wall.pass(0);
    expect(seconds()).toBe(0);
  });

  test('a deadline leaves whoever is outside five seconds to answer', async () => {
    const { plan, visit, wall, happened } = start('max');
    plan('deadline', HOUR, 'deadline');
    visit();
    await wall.pass(4_000);
    visit();
    expect(happened).toEqual({});
    await wall.pass(1_000);
    expect(happened).toEqual({ deadline: HOUR });
  });

  test('a deadline that is nearer comes when it would in reality', async () => {
    const { plan, visit, wall, happened } = start('max');
    plan('deadline', 2, 'deadline');
    visit();
    await wall.pass(1_900);
    expect(happened).toEqual({});
    await wall.pass(100);
    expect(happened).toEqual({ deadline: 2 });
  });

  test('work does not overtake a deadline, nor wait for one behind it', async () => {
    const { plan, visit, wall, happened } = start('max');
    plan('before', 10);
    plan('deadline', 20, 'deadline');
    plan('after', 30);
    visit();
    await wall.pass(0);
    expect(happened).toEqual({ before: 10 });
    await wall.pass(5_000);
    expect(happened).toEqual({ before: 10, deadline: 20, after: 30 });
  });

  test('a deadline that is put off leaves its five seconds anew', async () => {
    const { plan, visit, wall, happened } = start('max');
    const heartbeat = plan('missed', 60, 'deadline');
    visit();
    await wall.pass(3_000);
    heartbeat.cancel();
    plan('second', 60, 'deadline');
    visit();
    await wall.pass(3_000);
    expect(happened).toEqual({});
    await wall.pass(2_000);
    expect(Object.keys(happened)).toEqual(['second']);
  });

  test('a deadline is skipped to at once when nobody has called for five seconds', async () => {
    const { plan, pacer, wall, happened } = start('max');
    await wall.pass(6_000);
    plan('deadline', HOUR, 'deadline');
    // Something inside made it due; nobody outside is there.
    await Promise.all([pacer.advance(0), wall.pass(0)]);
    expect(Object.keys(happened)).toEqual(['deadline']);
  });

  test('a call that is still under way counts as somebody who is there', async () => {
    const { plan, pacer, wall, happened } = start('max');
    const leave = pacer.visit();
    await wall.pass(6_000);
    plan('deadline', HOUR, 'deadline');
    await Promise.all([pacer.advance(0), wall.pass(0)]);
    expect(happened).toEqual({});
    leave();
  });

  test('nothing is skipped for nobody: a minute after the last call, time runs with the wall clock', async () => {
    const { plan, visit, wall, happened, seconds } = start('max');
    await wall.pass(61_000);
    plan('work', HOUR);
    await wall.pass(10_000);
    expect(happened).toEqual({});
    expect(seconds()).toBeLessThan(120);
    visit();
    await wall.pass(0);
    expect(Object.keys(happened)).toEqual(['work']);
  });
});

describe('at a speed', () => {
  test.each([1, 10, 0.5])('of %d, so many times the wall clock passes', async (speed) => {
    const { plan, visit, wall, happened, seconds } = start(speed);
    plan('work', 20 * speed);
    await wall.pass(19_000);
    visit();
    expect(happened).toEqual({});
    expect(seconds()).toBeCloseTo(19 * speed, 6);
    await wall.pass(1_000);
    expect(happened['work']).toBeCloseTo(20 * speed, 6);
  });

  test('an hour can be skipped by hand', async () => {
    const { pacer, plan, wall, happened, seconds } = start(10);
    plan('work', HOUR);
    await Promise.all([pacer.advance(HOUR), wall.pass(0)]);
    expect(happened).toEqual({ work: HOUR });
    await wall.pass(1_000);
    pacer.visit()();
    expect(seconds()).toBeCloseTo(HOUR + 10, 6);
  });
});

describe('a machine that is too slow', () => {
  test('stops time at what comes next, and does not catch up', async () => {
    const { clock, pacer, plan, wall, seconds, happened } = start(10);
    clock.after(1_000, () => {
      wall.spend(60_000);
      pacer.setSpeed('manual');
    });
    plan('next', 2);
    plan('later', 3);
    await wall.pass(10_000);
    expect([seconds(), happened]).toEqual([2, { next: 2 }]);
    pacer.setSpeed(1);
    await wall.pass(1_000);
    expect(happened).toEqual({ next: 2, later: 3 });
  });
});

describe('by hand', () => {
  test('time stands still, whatever waits for it', async () => {
    const { plan, visit, wall, seconds, happened } = start('manual');
    plan('work', 1);
    visit();
    await wall.pass(100_000);
    expect([seconds(), happened]).toEqual([0, {}]);
  });

  test('an advance ends when all that was due has happened, and what followed from it', async () => {
    const { clock, pacer, wall, seconds } = start('manual');
    const story: string[] = [];
    clock.after(1_000, async () => {
      await Promise.resolve();
      story.push('first');
      await clock.sleep(9_000);
      story.push('second');
    });
    const advanced = pacer.advance(10).then(() => story.push('advanced'));
    await wall.pass(0);
    await advanced;
    expect([seconds(), story]).toEqual([10, ['first', 'second', 'advanced']]);
  });

  test('advances that come together add up', async () => {
    const { pacer, wall, seconds } = start('manual');
    await Promise.all([pacer.advance(10), pacer.advance(5.5), wall.pass(0)]);
    expect(seconds()).toBe(15.5);
  });

  test('a deadline comes when time does', async () => {
    const { plan, pacer, wall, happened } = start('manual');
    plan('deadline', HOUR, 'deadline');
    await Promise.all([pacer.advance(HOUR), wall.pass(0)]);
    expect(Object.keys(happened)).toEqual(['deadline']);
  });
});

test('an event that throws stops time and is told', async () => {
  const { clock, pacer, wall } = start('manual');
  running.pop();
  clock.after(0, () => {
    throw new Error('defect');
  });
  const stopped = pacer.stopped.catch((error) => error.message);
  void pacer.advance(1);
  await wall.pass(0);
  expect(await stopped).toBe('defect');
});

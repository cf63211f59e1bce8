import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../twin/kernel/clock.ts';
import { createPump } from '../../../twin/kernel/pump.ts';

function start() {
  const clock = new VirtualClock(0);
  return { clock, pump: createPump(clock) };
}

describe('time does not pass', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['a file is read', () => readFile(import.meta.filename)],
    [
      'promises settle one after the other',
      async () => {
        for (let turn = 0; turn < 1_000; turn += 1) await Promise.resolve();
      },
    ],
  ])('while %s', async (_what, work) => {
    const { clock, pump } = start();
    const finishedAt: number[] = [];
    clock.after(10, () => void work().then(() => finishedAt.push(clock.now())));
    clock.after(1_000, () => {});
    await pump.run();
    expect(finishedAt).toEqual([10]);
  });

  test('while work that Node does not tell of is told to it', async () => {
    const { clock, pump } = start();
    let finishedAt: number | undefined;
    const slow = () => promisify(gzip)(Buffer.alloc(2_000_000, 'x'));
    clock.after(
      10,
      () =>
        void pump.during(slow()).then(() => {
          finishedAt = clock.now();
        }),
    );
    clock.after(1_000, () => {});
    await pump.run();
    expect(finishedAt).toBe(10);
  });

  test('for work that failed, no longer than it took', async () => {
    const { clock, pump } = start();
    await expect(pump.during(Promise.reject(new Error('no')))).rejects.toThrow('no');
    clock.after(10, () => {});
    await pump.run();
    expect(clock.now()).toBe(10);
  });
});

describe('running', () => {
  test('until a time takes in what is due then, and what that leads to, and stands there', async () => {
    const { clock, pump } = start();
    const happened: number[] = [];
    clock.after(50, async () => {
      happened.push(clock.now());
      await clock.sleep(50);
      happened.push(clock.now());
      await clock.sleep(1);
      happened.push(clock.now());
    });
    await pump.run(100);
    expect([happened, clock.now()]).toEqual([[50, 100], 100]);
    await pump.run();
    expect(happened).toEqual([50, 100, 101]);
  });

  test('until a promise gives its outcome, good or bad, and no further', async () => {
    const { clock, pump } = start();
    clock.after(1_000, () => {});
    expect(await pump.runUntil(clock.sleep(10).then(() => 'good'))).toBe('good');
    const bad = clock.sleep(10).then(() => {
      throw new Error('bad');
    });
    await expect(pump.runUntil(bad)).rejects.toThrow('bad');
    expect(clock.now()).toBe(20);
  });

  test('until a promise that nothing can settle says so', async () => {
    const { pump } = start();
    await expect(pump.runUntil(new Promise(() => {}))).rejects.toThrow('nothing is scheduled');
  });

  test('may be nested: each waits for the one inside', async () => {
    const { clock, pump } = start();
    const inside = pump.runUntil(clock.sleep(10)).then(() => 'inside');
    const outside = pump.runUntil(inside);
    expect(await pump.runUntil(outside)).toBe('inside');
    expect(clock.now()).toBe(10);
  });

  test('while a condition holds tells whether it ended in time', async () => {
    const { clock, pump } = start();
    let isOpen = true;
    clock.after(10, () => {
      isOpen = false;
    });
    expect(await pump.runWhile(() => isOpen, 9)).toBe(false);
    expect(await pump.runWhile(() => isOpen, 10)).toBe(true);
  });
});

import { describe, expect, test } from 'vitest';
import { playBusyWorld } from './busy-world.ts';

const RUNS = 100;

describe('the same seed', () => {
  test(`gives the same trace ${RUNS} times`, async () => {
    const hashes = new Set<string>();
    for (let run = 0; run < RUNS; run += 1) hashes.add(await playBusyWorld(7));
    expect([...hashes]).toHaveLength(1);
  });

  // Every version of Node must find this hash. A change of what the twin does changes it too: then run with -u.
  test('gives the same trace everywhere', async () => {
    expect(await playBusyWorld(7)).toMatchInlineSnapshot(
      `"7f9296cf49176549239e2bcd9e5179203ca26d2f0701d83d2dcc33d9344b4a81"`,
    );
  });

  test('gives the same though worlds run side by side', async () => {
    const hashes = await Promise.all([playBusyWorld(7), playBusyWorld(8), playBusyWorld(7)]);
    expect(hashes[0]).toBe(hashes[2]);
    expect(hashes[0]).not.toBe(hashes[1]);
  });
});

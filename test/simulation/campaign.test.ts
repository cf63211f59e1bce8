// A short campaign: seeds of every mix.
import { beforeAll, describe, expect, it } from 'vitest';
import { campaignAssembly } from '../../rehearsal/campaign/assembly.ts';
import { type Mix, mixes } from '../../rehearsal/campaign/history.ts';
import { judgeSeed } from '../../rehearsal/campaign/seed.ts';
import type { Assembly } from '../../twin/assembly/assembly.ts';
import { readAssembly } from '../../twin/assembly/read-assembly.ts';

const SEEDS_OF_EACH_MIX = 4;
const MINUTES_MAX = 10;

let assembly: Assembly;
beforeAll(async () => {
  assembly = readAssembly(await campaignAssembly());
}, MINUTES_MAX * 60_000);

const judged = (seed: number, mix: Mix) =>
  judgeSeed({ seed, mix }, { assembly, nowMs: () => performance.now() });

describe('a campaign', () => {
  it.each(mixes)(
    'keeps every law in %s histories',
    async (mix) => {
      for (let seed = 1; seed <= SEEDS_OF_EACH_MIX; seed += 1) {
        const { violations, outcomes } = await judged(seed, mix);
        expect(violations).toEqual([]);
        expect(outcomes.length).toBeGreaterThan(0);
      }
    },
    MINUTES_MAX * 60_000,
  );

  it('gives the same verdict for the same seed', async () => {
    const [first, second] = [await judged(7, 'calm'), await judged(7, 'calm')];
    expect({ ...second, wallMs: 0 }).toEqual({ ...first, wallMs: 0 });
  });
});

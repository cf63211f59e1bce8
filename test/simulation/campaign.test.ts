// A short campaign: seeds of every mix and way.
import { describe, expect, it } from 'vitest';
import { campaignAssemblies } from '../../rehearsal/campaign/assembly.ts';
import { type Mix, mixes, type Way, ways } from '../../rehearsal/campaign/history.ts';
import { judgeSeed } from '../../rehearsal/campaign/seed.ts';

const SEEDS_OF_EACH_MIX = { canary: 4, gradual: 1, staged: 1, 'blue-green': 1, rolling: 1 };
const MINUTES_MAX = 10;

const assemblyOf = campaignAssemblies();
const judged = (seed: number, mix: Mix, way: Way = 'canary') =>
  judgeSeed({ seed, mix, way }, { assemblyOf, nowMs: () => performance.now() });

describe('a campaign', () => {
  it.each(ways.flatMap((way) => mixes.map((mix) => [mix, way] as const)))(
    'keeps every law in %s histories of a %s release',
    async (mix, way) => {
      for (let seed = 1; seed <= SEEDS_OF_EACH_MIX[way]; seed += 1) {
        const { violations, outcomes } = await judged(seed, mix, way);
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

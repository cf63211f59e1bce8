// What was once found stays fixed: every history that broke a law, and every one made to expose a planted bug.
import { describe, expect, it } from 'vitest';
import { campaignAssemblies } from '../../rehearsal/campaign/assembly.ts';
import { defects } from '../../rehearsal/campaign/defects.ts';
import { judgeHistory, judgeSeed } from '../../rehearsal/campaign/seed.ts';
import { hunts } from '../../rehearsal/mutants/hunts.ts';

const MINUTES_MAX = 10;

const judging = { assemblyOf: campaignAssemblies(), nowMs: () => performance.now() };

describe('a history that broke a law', () => {
  const seeds = defects.flatMap(({ law, story, shownBy }) =>
    typeof shownBy === 'string' ? [] : [{ law, story, ...shownBy }],
  );
  it.each(seeds)(
    'does not break $law again: $story',
    async ({ seed, mix, way }) => {
      expect((await judgeSeed({ seed, mix, way }, judging)).violations).toEqual([]);
    },
    MINUTES_MAX * 60_000,
  );
});

describe('a history made for a planted bug', () => {
  it.each(Object.entries(hunts))(
    'keeps every law where none is planted: %s',
    async (_name, history) => {
      expect((await judgeHistory(history, judging)).violations).toEqual([]);
    },
    MINUTES_MAX * 60_000,
  );
});

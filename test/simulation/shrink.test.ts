// Shrinking leaves what it takes to break a law, and nothing else.
import { describe, expect, it } from 'vitest';
import type { History, Stroke } from '../../rehearsal/campaign/history.ts';
import { shrink } from '../../rehearsal/campaign/shrink.ts';
import { drawHistory } from '../../rehearsal/faults/swarm.ts';

const stroke = (kind: string): Stroke => ({ kind, atMs: 0, do: 'crash', count: 1 });

const historyOf = (kinds: readonly string[]): History => ({
  ...drawHistory(1, 'calm'),
  strokes: kinds.map(stroke),
});

const kindsOf = ({ strokes }: History): readonly string[] => strokes.map(({ kind }) => kind);

describe('shrinking a history', () => {
  it.each([
    [['a', 'b', 'c', 'd', 'e'], ['c']],
    [
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
      ['a', 'g'],
    ],
    [['a', 'b', 'c'], []],
  ])('finds in %j that it takes %j', async (kinds, needed) => {
    const shortest = await shrink(historyOf(kinds), async (candidate) =>
      needed.every((kind) => kindsOf(candidate).includes(kind)),
    );
    expect(kindsOf(shortest)).toEqual(needed);
  });
});

describe('drawing a history', () => {
  it('gives the same one for the same seed and mix', () => {
    expect(drawHistory(42, 'hostile')).toEqual(drawHistory(42, 'hostile'));
  });

  it('lets no fault last longer than until the healing', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const { strokes, healMs } = drawHistory(seed, 'hostile');
      for (const each of strokes) {
        if (each.do === 'fault') expect(each.atMs + each.forMs).toBeLessThanOrEqual(healMs);
      }
    }
  });

  it('draws no fault into a calm history', () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      expect(drawHistory(seed, 'calm').strokes.every((each) => each.do === 'push')).toBe(true);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { openTurns, type Turns } from '../../aws/turns.ts';
import { limits } from '../../core/limits.ts';
import { eachWithTable } from './support.ts';

let turns: Turns;

eachWithTable('turns', (table) => {
  turns = openTurns(table);
});

const NOW = Date.UTC(2027, 0, 11, 9, 0, 0);

const take = (releaseId: string, now = NOW, environment = 'production') =>
  turns.take({ releaseId, environment, now });

describe('a turn', () => {
  it('comes at once where nobody else wants one', async () => {
    expect(await take('r1')).toBe(NOW);
    expect(await take('r2', NOW + limits.turnGapMs)).toBe(NOW + limits.turnGapMs);
  });

  it('comes a little after the one before, for as many as want one at the same moment', async () => {
    const drawn = await Promise.all(Array.from({ length: 8 }, (_each, index) => take(`r${index}`)));
    expect([...drawn].sort((a, b) => a - b)).toEqual(
      drawn.map((_each, index) => NOW + index * limits.turnGapMs),
    );
  });

  it('stays the same for whoever asks again', async () => {
    await take('r1');
    const drawn = await take('r2');
    await take('r3');
    expect(await take('r2', NOW + 60_000)).toBe(drawn);
  });

  it('is for one place', async () => {
    await take('r1');
    const staging = await take('r2', NOW, 'staging');
    expect(await take('r2', NOW, 'production')).toBe(staging + limits.turnGapMs);
  });
});

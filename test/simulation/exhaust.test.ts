// Every single fault of one release: all of them are listed, a few of them played.
import { describe, expect, it } from 'vitest';
import { campaignAssemblies } from '../../rehearsal/campaign/assembly.ts';
import { exhaust } from '../../rehearsal/campaign/exhaust.ts';
import type { History } from '../../rehearsal/campaign/history.ts';
import { judgeHistory } from '../../rehearsal/campaign/seed.ts';

const MINUTES_MAX = 10;

const assemblyOf = campaignAssemblies();
const exhausted = async (every: number): Promise<readonly History[]> =>
  exhaust({ assembly: await assemblyOf('rolling'), way: 'rolling', pairs: 3, every });

const kindsOf = ({ strokes }: History): string[] => strokes.map(({ kind }) => kind);

describe('every single fault', () => {
  it('strikes a good version and a bad one, each once in every way, and two events at once', async () => {
    const histories = await exhausted(1);
    const met = new Set(histories.map((history) => kindsOf(history).sort().join(' and ')));
    for (const version of ['version.good', 'version.errors']) {
      for (const fault of [
        'call.error',
        'call.lostAfter',
        'call.lostBefore',
        'call.throttle',
        'event.late',
        'event.lost',
        'event.twice',
        'execution.killed',
        'lambda.killed',
      ]) {
        expect(met).toContain(`${fault} and ${version}`);
      }
    }
    expect(met).toContain('event.late and event.lost and version.errors');
    expect(new Set(histories.map((history) => JSON.stringify(history))).size).toBe(
      histories.length,
    );
  });

  it(
    'breaks no law',
    async () => {
      for (const history of await exhausted(900)) {
        const { violations } = await judgeHistory(history, {
          assemblyOf,
          nowMs: () => performance.now(),
        });
        expect(violations).toEqual([]);
      }
    },
    MINUTES_MAX * 60_000,
  );
});

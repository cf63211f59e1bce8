import { describe, expect, it } from 'vitest';
import { tableKeys } from '../../core/contract/table-keys.ts';
import { readItem } from '../../rehearsal/ledger.ts';
import { expectCleanEnd } from './support/expect-clean-end.ts';
import { minutesBetween, type Rehearsed, rehearseShop } from './support/rehearse-shop.ts';

const isBarred = async ({ world, ledgers }: Rehearsed): Promise<boolean> => {
  const { service, artifact } = ledgers[0]?.record ?? {};
  const key = tableKeys.quarantine(service ?? '', artifact?.digest ?? '');
  return 'pk' in (await readItem(world, key));
};

describe('an operator who rolls back', () => {
  it('during the canary ends it at once, and bars nothing', async () => {
    const rehearsed = await rehearseShop({ actions: [{ at: '30m', do: 'roll-back' }] });
    await expectCleanEnd(rehearsed);
    const { release, weights } = rehearsed;
    expect(release).toMatchObject({ outcome: 'ROLLED_BACK', reason: 'the scenario wants it' });
    expect(weights).toEqual([10, 25, 0]);
    expect(await isBarred(rehearsed)).toBe(false);
  });

  it('at 100 % goes back to the version that is still warm', async () => {
    const rehearsed = await rehearseShop({ actions: [{ at: '80m', do: 'roll-back' }] });
    await expectCleanEnd(rehearsed);
    const { release, weights } = rehearsed;
    expect(release.outcome).toBe('ROLLED_BACK');
    expect(weights).toEqual([10, 25, 50, 100, 0]);
    const [, , , , fall] = weights.length === 5 ? release.weights.slice(-5) : [];
    expect(minutesBetween('2027-01-11T10:26:00Z', fall?.at ?? null)).toBeLessThan(1);
  });

  it('after the version before is gone gets it back within minutes, without bakes', async () => {
    const rehearsed = await rehearseShop({ actions: [{ at: '200m', do: 'roll-back' }] });
    await expectCleanEnd(rehearsed);
    const [first, second] = rehearsed.report.releases;
    expect(first?.outcome).toBe('PROMOTED');
    expect(second).toMatchObject({ outcome: 'PROMOTED', version: 'initial' });
    const record = rehearsed.ledgers[1]?.record;
    expect(record?.trigger).toMatchObject({ kind: 'rollback', ofReleaseId: first?.releaseId });
    const served = second?.weights.find(
      ({ environment, weight }) => environment === 'production' && weight === 100,
    );
    expect(minutesBetween(record?.receivedAt ?? null, served?.at ?? null)).toBeLessThan(5);
  });
});

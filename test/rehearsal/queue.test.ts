import { describe, expect, it } from 'vitest';
import { tableKeys } from '../../core/contract/table-keys.ts';
import { writeItem } from '../../rehearsal/ledger.ts';
import type { World } from '../../rehearsal/world.ts';
import { expectCleanEnd } from './support/expect-clean-end.ts';
import { rehearseShop } from './support/rehearse-shop.ts';

const MINUTE_MS = 60_000;

/** As after so many releases that the next turn is then. */
const noTurnBefore = (world: World, turn: number): Promise<void> =>
  writeItem(world, tableKeys.nextTurn(), { atMs: String(turn) });

const push = (at: string, version: string) => ({ at, do: 'push', version });

describe('pushes that come while a release moves', () => {
  it('wait for it, one at a time', async () => {
    const rehearsed = await rehearseShop('two-pushes');
    await expectCleanEnd(rehearsed);
    const [first, second] = rehearsed.report.releases;
    expect([first?.outcome, second?.outcome]).toEqual(['PROMOTED', 'PROMOTED']);
    const [began] = second?.weights ?? [];
    expect(Date.parse(began?.at ?? '')).toBeGreaterThan(Date.parse(first?.finishedAt ?? ''));
  });

  it('do not follow a newer one, however late they were heard of', async () => {
    const rehearsed = await rehearseShop({ actions: [push('3m', 'v1.0.5')] });
    await expectCleanEnd(rehearsed);
    const { releases } = rehearsed.report;
    expect(releases.map(({ version, outcome }) => [version, outcome])).toEqual([
      ['v1.1.0', 'PROMOTED'],
      ['v1.0.5', 'SUPERSEDED'],
    ]);
  });

  it('give way to newer ones while they wait', async () => {
    const rehearsed = await rehearseShop({
      behaviour: { neverHealthy: true },
      fromWeight: 0,
      actions: [push('3m', 'v1.2.0'), push('4m', 'v1.3.0')],
    });
    await expectCleanEnd(rehearsed);
    const { releases } = rehearsed.report;
    expect(releases.map(({ version, outcome }) => [version, outcome])).toEqual([
      ['v1.1.0', 'ROLLED_BACK'],
      ['v1.2.0', 'SUPERSEDED'],
      ['v1.3.0', 'PROMOTED'],
    ]);
  });
});

describe('a release that comes when many others begin', () => {
  it('waits for its turn, and says so', async () => {
    let turn = 0;
    const rehearsed = await rehearseShop(
      {},
      {
        prepare: (world) => {
          turn = world.twin.clock.now() + 15 * MINUTE_MS;
          void noTurnBefore(world, turn);
        },
      },
    );
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('PROMOTED');
    const waits = rehearsed.events.filter(({ type }) => type === 'gate.waiting');
    expect(waits).toMatchObject([{ gate: 'turn', environment: 'staging' }]);
    const began = rehearsed.events.find(({ type }) => type === 'deployment.started');
    expect(Date.parse(began?.at ?? '')).toBeGreaterThan(turn);
  });

  it('goes back without waiting for one', async () => {
    const rehearsed = await rehearseShop(
      { actions: [{ at: '150m', do: 'roll-back', by: 'olga' }] },
      {
        prepare: (world) => {
          const { clock } = world.twin;
          clock.after(150 * MINUTE_MS, () => {
            void noTurnBefore(world, clock.now() + 300 * MINUTE_MS);
          });
        },
      },
    );
    await expectCleanEnd(rehearsed);
    const [, wayBack] = rehearsed.ledgers;
    expect(wayBack?.record.status).toBe('PROMOTED');
    expect(wayBack?.events.filter(({ type }) => type === 'gate.waiting')).toEqual([]);
  });
});

describe('pushes of what is known', () => {
  it('are refused when something newer serves, with the way that there is', async () => {
    const rehearsed = await rehearseShop('old-version');
    await expectCleanEnd(rehearsed);
    expect(rehearsed.report.releases.map(({ outcome }) => outcome)).toEqual([
      'PROMOTED',
      'REJECTED',
    ]);
    expect(rehearsed.report.releases[1]?.reason).toMatch(/v1.0.0 is older than v1.1.0.*roll back/);
  });

  it.each([
    ['while its release moves', '20m'],
    ['after its release', '150m'],
  ])('start nothing when the image has another tag %s', async (_when, at) => {
    const rehearsed = await rehearseShop({ actions: [{ at, do: 'push-again' }] });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.report.releases).toMatchObject([{ outcome: 'PROMOTED' }]);
  });
});

import { describe, expect, it } from 'vitest';
import { tableKeys } from '../../../core/contract/table-keys.ts';
import { alice, bob, histories, waiting } from '../../core/operate/builders.ts';
import { eachInWorld, type World } from './operate-world.ts';

let world: World;

eachInWorld((entered) => {
  world = entered;
});

describe('a freeze', () => {
  const freeze = { kind: 'freeze', service: 'auth-service', environment: '*' };
  const frozen = async () => (await world.stored()).filter(({ pk }) => pk === 'FREEZE');

  it('comes and goes with its reason, and stays on record', async () => {
    expect(await world.decide({ ...freeze, action: 'freeze' })).toMatchObject({ status: 200 });
    expect(
      await world.decide({ ...freeze, action: 'freeze', reason: 'me too' }, bob),
    ).toMatchObject({
      body: { outcome: 'already' },
    });
    expect(await frozen()).toMatchObject([
      { ...tableKeys.freeze('auth-service', '*'), reason: 'because', by: alice },
    ]);
    expect(await world.decide({ ...freeze, action: 'unfreeze' }, bob)).toMatchObject({
      status: 200,
    });
    expect(await frozen()).toEqual([]);
    expect(await world.decide({ ...freeze, action: 'unfreeze' })).toMatchObject({
      body: { outcome: 'already' },
    });
    const changes = (await world.stored()).filter(({ pk }) => pk === 'FREEZE#LEDGER');
    expect(changes.map(({ action, by }) => [action, by])).toEqual([
      ['freeze', alice],
      ['unfreeze', bob],
    ]);
  });

  it('wakes what waited for its end', async () => {
    const gate = { ...waiting, gate: 'freeze' } as typeof waiting;
    const status = await world.wait(await world.seed([...histories.GATED, gate]));
    await world.decide({ ...freeze, action: 'freeze' });
    expect(await status()).toBe('RUNNING');
    await world.decide({ ...freeze, action: 'unfreeze' });
    expect(await status()).toBe('SUCCEEDED');
  });
});

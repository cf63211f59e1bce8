import { describe, expect, it } from 'vitest';
import { type Environments, type Moving, openEnvironments } from '../../aws/environments.ts';
import { type Lanes, openLanes } from '../../aws/lanes.ts';
import type { Table } from '../../aws/table.ts';
import { eachWithTable } from './support.ts';

let lanes: Lanes;
let environments: Environments;
let places: Table;

eachWithTable('places', (table) => {
  lanes = openLanes(table);
  environments = openEnvironments(table);
  places = table;
});

describe('a lane that many want', () => {
  const many = Array.from({ length: 5 }, (_, index) => index + 1);

  it('gives each a number of its own', async () => {
    const numbers = await Promise.all(many.map(() => lanes.number('auth-service')));
    expect([...numbers].sort()).toEqual(many);
  });

  it('lets one move, and takes it back from nobody else', async () => {
    const entries = await Promise.all(
      many.map((intake) => lanes.enter('auth-service', { releaseId: `r${intake}`, intake })),
    );
    expect(entries.filter(({ kind }) => kind === 'moves')).toHaveLength(1);
    const { moving, epoch } = await lanes.read('auth-service');
    expect(epoch).toBe(1);
    await lanes.leave('auth-service', 'somebody');
    expect((await lanes.read('auth-service')).moving).toEqual(moving);
    await lanes.leave('auth-service', moving?.releaseId ?? '');
    expect((await lanes.read('auth-service')).moving).toBeNull();
  });

  it('is found by whoever looks for held ones, for as long as somebody moves or waits in it', async () => {
    const holders = async () =>
      Object.fromEntries(
        (await lanes.held()).map(({ service, releaseIds }) => [service, releaseIds]),
      );
    await lanes.number('cart-service');
    expect(await holders()).not.toHaveProperty('cart-service');
    await lanes.enter('cart-service', { releaseId: 'r1', intake: 1 });
    await lanes.enter('cart-service', { releaseId: 'r2', intake: 2 });
    expect(await holders()).toMatchObject({ 'cart-service': ['r1', 'r2'] });
    await lanes.leave('cart-service', 'r1');
    expect(await holders()).toMatchObject({ 'cart-service': ['r2'] });
    await lanes.leave('cart-service', 'r2');
    expect(await holders()).not.toHaveProperty('cart-service');
  });
});

const place = { service: 'auth-service', environment: 'production' };

const moving = (over: Partial<Moving> = {}): Moving => ({
  releaseId: 'r1',
  epoch: 1,
  engine: 'codedeploy',
  candidateDigest: 'sha256:new',
  candidateTaskDefinitionArn: '',
  candidateSlot: '',
  deploymentId: '',
  returnDeploymentId: '',
  overlayRuleArn: '',
  onAlarm: 'roll-back',
  gradualSteps: '',
  preparedAt: '',
  ...over,
});

const version = (digest: string) => ({
  releaseId: `of-${digest}`,
  digest,
  version: digest,
  taskDefinitionArn: `arn:${digest}`,
});

/** Each change arrives twice, and only the second one is answered: as a client asks again that waited in vain. */
const hardOfHearing = (): Environments =>
  openEnvironments({
    ...places,
    async change(change) {
      await places.change(change);
      return places.change(change);
    },
  });

describe('a place', () => {
  it('is taken by whoever has the higher epoch, and never given back to an older one', async () => {
    expect(await environments.occupy(place, moving())).toBe(true);
    expect(await environments.occupy(place, moving({ releaseId: 'r2', epoch: 2 }))).toBe(true);
    expect(await environments.occupy(place, moving())).toBe(false);
    expect((await environments.read(place)).moving?.releaseId).toBe('r2');
  });

  it('is taken all the same where the answer was lost, and asking again found it taken', async () => {
    const deaf = hardOfHearing();
    expect(await deaf.occupy(place, moving())).toBe(true);
    expect(await deaf.occupy(place, moving({ releaseId: 'r2', epoch: 2 }))).toBe(true);
    expect(await deaf.occupy(place, moving())).toBe(false);
  });

  it('is written to by its owner only', async () => {
    await environments.occupy(place, moving({ releaseId: 'r2', epoch: 2 }));
    expect(await environments.note(place, 'r1', { deploymentId: 'd-1' })).toBe(false);
    expect(await environments.note(place, 'r2', { deploymentId: 'd-2' })).toBe(true);
    expect(await environments.wait(place, 'r1', 'of the older')).toBe(false);
    expect(await environments.wait(place, 'r2', 'of the newer')).toBe(true);
    expect((await environments.read(place)).taskToken).toBe('of the newer');
    expect((await environments.read(place)).moving).toMatchObject({
      deploymentId: 'd-2',
      candidateSlot: '',
    });
  });

  it('is rolled back by one execution, and by the next one once that is dead', async () => {
    await environments.occupy(place, moving());
    const claims = await Promise.all(
      ['a', 'b', 'c'].map((arn) => environments.claimRollback(place, arn, '')),
    );
    expect(claims.filter((won) => won)).toHaveLength(1);
    const { rollbackExecutionArn: dead } = await environments.read(place);
    expect(await environments.claimRollback(place, 'd', dead)).toBe(true);
    expect(await environments.claimRollback(place, 'e', dead)).toBe(false);
  });

  it('is rolled back by whoever claimed it, though the answer was lost', async () => {
    const deaf = hardOfHearing();
    await environments.occupy(place, moving());
    expect(await deaf.claimRollback(place, 'a', '')).toBe(true);
    expect(await deaf.claimRollback(place, 'b', '')).toBe(false);
  });

  it('remembers the last good versions, each once, newest first', async () => {
    await environments.adopt(place, version('v0'));
    await environments.adopt(place, version('other'));
    for (const digest of ['v1', 'v2', 'v1', 'v3', 'v4']) {
      await environments.occupy(place, moving());
      expect(await environments.vacate(place, 'r1', version(digest))).toBe(true);
    }
    const { stable, history, moving: left } = await environments.read(place);
    expect(left).toBeNull();
    expect(stable?.digest).toBe('v4');
    expect(history.map(({ digest }) => digest)).toEqual(['v3', 'v1', 'v2']);
  });

  it('remembers what serves again while the release still moves, and after it has let go', async () => {
    for (const digest of ['v1', 'v2']) {
      await environments.occupy(place, moving());
      await environments.vacate(place, 'r1', version(digest));
    }
    await environments.occupy(place, moving());
    expect(await environments.restore(place, 'r2', version('v2'))).toBe(false);
    expect(await environments.restore(place, 'r1', version('v1'))).toBe(true);
    expect(await environments.read(place)).toMatchObject({ moving: { releaseId: 'r1' } });
    await environments.vacate(place, 'r1');
    const { stable, history, moving: left } = await environments.read(place);
    expect([stable, ...history].map((each) => each?.digest)).toEqual(['v1', 'v2']);
    expect(left).toBeNull();
  });

  it('remembers that its scaling is held, also when nobody moves there any more', async () => {
    await environments.occupy(place, moving());
    expect(await environments.holdScaling(place, 'r2')).toBe(false);
    expect(await environments.holdScaling(place, 'r1')).toBe(true);
    await environments.vacate(place, 'r1');
    expect((await environments.read(place)).scalingHeldFor).toBe('r1');
    expect(await environments.letScale(place, 'another')).toBe(false);
    expect(await environments.letScale(place, 'r1')).toBe(true);
    expect((await environments.read(place)).scalingHeldFor).toBe('');
  });

  it('is not vacated for somebody who has lost it', async () => {
    await environments.occupy(place, moving({ releaseId: 'r2', epoch: 2 }));
    expect(await environments.vacate(place, 'r1', version('v1'))).toBe(false);
    expect((await environments.read(place)).stable).toBeNull();
  });
});

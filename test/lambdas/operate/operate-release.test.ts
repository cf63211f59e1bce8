import { describe, expect, it } from 'vitest';
import { tableKeys } from '../../../core/contract/table-keys.ts';
import { digest } from '../../core/builders.ts';
import { alice, bob, histories, waiting } from '../../core/operate/builders.ts';
import { about, eachInWorld, type World } from './operate-world.ts';

let world: World;

eachInWorld((entered) => {
  world = entered;
});

const environmentItem = tableKeys.environment('auth-service', 'production');

describe('a decision about a release', () => {
  it('opens a gate in the name of its caller, and wakes the release', async () => {
    const record = await world.seed([...histories.GATED, waiting]);
    const status = await world.wait(record);
    expect(await status()).toBe('RUNNING');
    expect(await world.decide(about(record, 'approve'))).toMatchObject({
      status: 200,
      body: { outcome: 'done' },
    });
    expect(await status()).toBe('SUCCEEDED');
    const [entry] = (await world.stored()).filter(
      ({ sk }) => sk === tableKeys.event(record.releaseId, record.sequence + 1).sk,
    );
    expect(JSON.parse(entry?.['document'] ?? '{}')).toMatchObject({
      type: 'release.approved',
      actor: alice,
      environment: 'production',
      phase: null,
    });
  });

  it('takes effect once, however often it is sent', async () => {
    const record = await world.seed([...histories.GATED, waiting]);
    await world.decide(about(record, 'approve'));
    const before = await world.stored();
    expect(await world.decide(about(record, 'approve'))).toMatchObject({
      status: 200,
      body: { outcome: 'already' },
    });
    expect(await world.decide(about(record, 'approve'), bob)).toMatchObject({
      status: 409,
      body: { code: 'E401' },
    });
    expect(await world.stored()).toEqual(before);
  });

  it('lets one of two that come at the same time win', async () => {
    const record = await world.seed([...histories.BAKING]);
    const answers = await Promise.all([
      world.decide(about(record, 'pause'), alice),
      world.decide(about(record, 'promote'), bob),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('is refused to whoever started the release, where four eyes are asked for', async () => {
    const trigger = { kind: 'operator', actor: alice, reason: 'asked for' } as const;
    const record = await world.seed([...histories.GATED, waiting], { trigger });
    expect(await world.decide(about(record, 'approve'), alice)).toMatchObject({ status: 403 });
    expect(await world.decide(about(record, 'approve'), bob)).toMatchObject({ status: 200 });
  });

  it('ends it by the rollback machine, once', async () => {
    const record = await world.seed(histories.BAKING);
    expect(await world.decide(about(record, 'abort'))).toMatchObject({ status: 200 });
    expect(await world.decide(about(record, 'rollback'), bob)).toMatchObject({ status: 200 });
    const { releaseId, service } = record;
    expect(await world.started('rollback')).toEqual([
      {
        name: `${releaseId}-op${record.sequence}`,
        input: {
          releaseId,
          service,
          environment: 'production',
          cause: 'operator',
          actor: alice,
          reason: 'because',
        },
      },
    ]);
  });

  it('never names the task token', async () => {
    const record = await world.seed([...histories.GATED, waiting]);
    await world.wait(record);
    const token = (await world.stored()).find(({ sk }) => sk === environmentItem.sk)?.['taskToken'];
    expect(token).toBeTruthy();
    const answers = [
      await world.request('GET', ''),
      await world.decide(about(record, 'approve', { sequence: 1 })),
      await world.decide(about(record, 'pause')),
    ];
    for (const { text } of answers) expect(text).not.toContain(token);
  });

  it.each(['PROMOTED', 'ROLLED_BACK', 'CANCELLED', 'REJECTED'] as const)(
    'changes nothing about one that is %s',
    async (status) => {
      const record = await world.seed(histories[status]);
      const before = await world.stored();
      for (const action of ['approve', 'reject', 'pause', 'resume', 'abort', 'promote']) {
        const answered = await world.decide(about(record, action));
        expect(answered).toMatchObject({ status: 409, body: { code: 'E402' } });
      }
      expect(await world.stored()).toEqual(before);
      expect(await world.started('rollback')).toEqual([]);
    },
  );

  it('is about a release that there is', async () => {
    const looked = { releaseId: 'nobody', digest: null, phase: null, planHash: null, sequence: 1 };
    expect(await world.decide({ kind: 'release', action: 'pause', looked })).toMatchObject({
      status: 404,
    });
  });
});

describe('rolling back a service', () => {
  const wish = {
    kind: 'service',
    action: 'rollback',
    service: 'auth-service',
    environment: 'production',
    digest: digest('c'),
  };
  const version = (letter: string) => ({
    releaseId: `auth-service-${letter}`,
    digest: digest(letter),
    version: `v1.${letter}.0`,
    taskDefinitionArn: `arn:task-definition/${letter}`,
  });
  const serves = (over: Record<string, string | number> = {}) =>
    world.put(environmentItem, {
      stable: JSON.stringify(version('c')),
      history: JSON.stringify([version('b'), version('a')]),
      ...over,
    });

  it('aborts the release that moves the version', async () => {
    const record = await world.seed(histories.GUARDING);
    await serves({ releaseId: record.releaseId, candidateDigest: digest('c'), epoch: 1 });
    expect(await world.decide(wish)).toMatchObject({ status: 200 });
    expect(await world.started('rollback')).toMatchObject([{ input: { actor: alice } }]);
  });

  it('releases the version before again, once the release has ended', async () => {
    await serves();
    await world.put(tableKeys.quarantine('auth-service', digest('b')), { reason: 'slow' });
    expect(await world.decide(wish)).toMatchObject({ status: 200, body: { outcome: 'done' } });
    const expected = {
      service: 'auth-service',
      digest: digest('a'),
      rollbackOf: 'auth-service-c',
      actor: alice,
      reason: 'alice: because',
    };
    expect(await world.started('release')).toMatchObject([{ input: expected }]);
    expect(await world.decide(wish)).toMatchObject({ status: 200, body: { outcome: 'already' } });
    expect(await world.started('release')).toHaveLength(1);
  });

  it('is asked for by the release that was promoted, too', async () => {
    await serves();
    const record = await world.seed(histories.PROMOTED);
    expect(await world.decide(about(record, 'rollback'))).toMatchObject({ status: 200 });
    expect(await world.started('release')).toMatchObject([{ input: { digest: digest('b') } }]);
  });

  it('is refused about another version than the one that serves', async () => {
    await serves();
    const answered = await world.decide({ ...wish, digest: digest('b') });
    expect(answered).toMatchObject({ status: 409, body: { code: 'E401' } });
    expect(await world.started('release')).toEqual([]);
  });
});

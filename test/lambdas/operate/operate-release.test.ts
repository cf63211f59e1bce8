import { rmSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tableKeys } from '../../../core/contract/table-keys.ts';
import { sightOf } from '../../../core/operate/staleness.ts';
import type { ReleaseRecord } from '../../../core/release/record.ts';
import { digest } from '../../core/builders.ts';
import { alice, bob, histories, waiting } from '../../core/operate/builders.ts';
import { type Answered, bundleOperate, openWorld, type World } from './operate-world.ts';

let folder = '';
let world: World;

beforeAll(() => {
  folder = bundleOperate();
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  world = await openWorld(folder);
});

const decide = (decision: object, identity = alice): Promise<Answered> =>
  world.request('POST', JSON.stringify({ reason: 'because', ...decision }), { identity });

const about = (record: ReleaseRecord, action: string, over: object = {}) => ({
  kind: 'release',
  action,
  looked: { ...sightOf(record), ...over },
});

const environmentItem = tableKeys.environment('auth-service', 'production');

describe('a decision about a release', () => {
  it('opens a gate in the name of its caller, and wakes the release', async () => {
    const record = await world.seed([...histories.GATED, waiting]);
    const status = await world.wait(record);
    expect(await status()).toBe('RUNNING');
    expect(await decide(about(record, 'approve'))).toMatchObject({
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
    await decide(about(record, 'approve'));
    const before = await world.stored();
    expect(await decide(about(record, 'approve'))).toMatchObject({
      status: 200,
      body: { outcome: 'already' },
    });
    expect(await decide(about(record, 'approve'), bob)).toMatchObject({
      status: 409,
      body: { code: 'E401' },
    });
    expect(await world.stored()).toEqual(before);
  });

  it('lets one of two that come at the same time win', async () => {
    const record = await world.seed([...histories.BAKING]);
    const answers = await Promise.all([
      decide(about(record, 'pause'), alice),
      decide(about(record, 'promote'), bob),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('is refused to whoever started the release, where four eyes are asked for', async () => {
    const trigger = { kind: 'operator', actor: alice, reason: 'asked for' } as const;
    const record = await world.seed([...histories.GATED, waiting], { trigger });
    expect(await decide(about(record, 'approve'), alice)).toMatchObject({ status: 403 });
    expect(await decide(about(record, 'approve'), bob)).toMatchObject({ status: 200 });
  });

  it('ends it by the rollback machine, once', async () => {
    const record = await world.seed(histories.BAKING);
    expect(await decide(about(record, 'abort'))).toMatchObject({ status: 200 });
    expect(await decide(about(record, 'rollback'), bob)).toMatchObject({ status: 200 });
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
      await decide(about(record, 'approve', { sequence: 1 })),
      await decide(about(record, 'pause')),
    ];
    for (const { text } of answers) expect(text).not.toContain(token);
  });

  it.each(['PROMOTED', 'ROLLED_BACK', 'CANCELLED', 'REJECTED'] as const)(
    'changes nothing about one that is %s',
    async (status) => {
      const record = await world.seed(histories[status]);
      const before = await world.stored();
      for (const action of ['approve', 'reject', 'pause', 'resume', 'abort', 'promote']) {
        const answered = await decide(about(record, action));
        expect(answered).toMatchObject({ status: 409, body: { code: 'E402' } });
      }
      expect(await world.stored()).toEqual(before);
      expect(await world.started('rollback')).toEqual([]);
    },
  );

  it('is about a release that there is', async () => {
    const looked = { releaseId: 'nobody', digest: null, phase: null, planHash: null, sequence: 1 };
    expect(await decide({ kind: 'release', action: 'pause', looked })).toMatchObject({
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
    expect(await decide(wish)).toMatchObject({ status: 200 });
    expect(await world.started('rollback')).toMatchObject([{ input: { actor: alice } }]);
  });

  it('releases the version before again, once the release has ended', async () => {
    await serves();
    await world.put(tableKeys.quarantine('auth-service', digest('b')), { reason: 'slow' });
    expect(await decide(wish)).toMatchObject({ status: 200, body: { outcome: 'done' } });
    const expected = {
      service: 'auth-service',
      digest: digest('a'),
      rollbackOf: 'auth-service-c',
      actor: alice,
      reason: 'alice: because',
    };
    expect(await world.started('release')).toMatchObject([{ input: expected }]);
    expect(await decide(wish)).toMatchObject({ status: 200, body: { outcome: 'already' } });
    expect(await world.started('release')).toHaveLength(1);
  });

  it('is asked for by the release that was promoted, too', async () => {
    await serves();
    const record = await world.seed(histories.PROMOTED);
    expect(await decide(about(record, 'rollback'))).toMatchObject({ status: 200 });
    expect(await world.started('release')).toMatchObject([{ input: { digest: digest('b') } }]);
  });

  it('is refused about another version than the one that serves', async () => {
    await serves();
    const answered = await decide({ ...wish, digest: digest('b') });
    expect(answered).toMatchObject({ status: 409, body: { code: 'E401' } });
    expect(await world.started('release')).toEqual([]);
  });
});

describe('a freeze', () => {
  const freeze = { kind: 'freeze', service: 'auth-service', environment: '*' };
  const frozen = async () => (await world.stored()).filter(({ pk }) => pk === 'FREEZE');

  it('comes and goes with its reason, and stays on record', async () => {
    expect(await decide({ ...freeze, action: 'freeze' })).toMatchObject({ status: 200 });
    expect(await decide({ ...freeze, action: 'freeze', reason: 'me too' }, bob)).toMatchObject({
      body: { outcome: 'already' },
    });
    expect(await frozen()).toMatchObject([
      { ...tableKeys.freeze('auth-service', '*'), reason: 'because', by: alice },
    ]);
    expect(await decide({ ...freeze, action: 'unfreeze' }, bob)).toMatchObject({ status: 200 });
    expect(await frozen()).toEqual([]);
    expect(await decide({ ...freeze, action: 'unfreeze' })).toMatchObject({
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
    await decide({ ...freeze, action: 'freeze' });
    expect(await status()).toBe('RUNNING');
    await decide({ ...freeze, action: 'unfreeze' });
    expect(await status()).toBe('SUCCEEDED');
  });
});

describe('the way in', () => {
  it.each(['GET', 'HEAD'])('changes nothing by %s, whatever is sent along', async (method) => {
    const record = await world.seed([...histories.GATED, waiting]);
    const before = await world.stored();
    const body = JSON.stringify({ ...about(record, 'approve'), reason: 'because' });
    expect(await world.request(method, body)).toMatchObject({
      status: 200,
      body: { identity: alice, roles: ['admin'] },
    });
    expect(await world.stored()).toEqual(before);
  });

  it.each<[string, number, string, string, object]>([
    ['PUT', 405, 'PUT', '{}', {}],
    ['DELETE', 405, 'DELETE', '{}', {}],
    ['another path', 404, 'POST', '{}', { path: '/approve' }],
    ['a form', 415, 'POST', 'a=b', { headers: { 'content-type': 'text/plain' } }],
    [
      'a type that only begins so',
      415,
      'POST',
      '{}',
      { headers: { 'content-type': 'application/jsonp' } },
    ],
    ['nothing', 400, 'POST', '', {}],
    ['what is no JSON', 400, 'POST', '{"kind":', {}],
    ['an array', 400, 'POST', '[]', {}],
    ['too much', 413, 'POST', JSON.stringify({ reason: 'x'.repeat(20_000) }), {}],
    ['deep nesting', 413, 'POST', '['.repeat(20_000), {}],
    ['a prototype', 400, 'POST', '{"__proto__":{"kind":"freeze"}}', {}],
    ['no signature', 403, 'POST', '{}', { signed: false }],
  ])('refuses %s with %d', async (_what, status, method, body, options) => {
    const before = await world.stored();
    expect((await world.request(method, body, options)).status).toBe(status);
    expect(await world.stored()).toEqual(before);
  });

  it('lists all that is wrong with a decision at once', async () => {
    const { status, body } = await decide({
      kind: 'release',
      action: 'approve',
      looked: { releaseId: '', digest: 1, phase: -1, planHash: null },
      reason: ' ',
      force: true,
    });
    expect(status).toBe(400);
    const all = body.problems?.join('\n') ?? '';
    for (const place of ['releaseId', 'digest', 'phase', 'sequence', '$.reason', 'force']) {
      expect(all).toContain(place);
    }
  });

  it('tells operators apart where there is a list of them', async () => {
    await world.listOperators({
      viewer: [alice],
      releaser: ['arn:aws:iam::123456789012:user/bob'],
    });
    const record = await world.seed(histories.BAKING);
    expect(await decide(about(record, 'pause'), alice)).toMatchObject({ status: 403 });
    expect(await decide(about(record, 'pause'), bob)).toMatchObject({ status: 200 });
    const stranger = { identity: 'arn:aws:iam::123456789012:user/eve' };
    expect(await world.request('GET', '', stranger)).toMatchObject({ status: 403 });
  });

  it('lets nobody in where the list cannot be read', async () => {
    await world.listOperators({ admins: [alice] });
    const record = await world.seed(histories.BAKING);
    expect((await decide(about(record, 'pause'))).status).toBe(500);
  });
});

import { describe, expect, it } from 'vitest';
import { alice, bob, histories, waiting } from '../../core/operate/builders.ts';
import { about, eachInWorld, type World } from './operate-world.ts';

let world: World;

eachInWorld((entered) => {
  world = entered;
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
    const { status, body } = await world.decide({
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
    expect(await world.decide(about(record, 'pause'), alice)).toMatchObject({ status: 403 });
    expect(await world.decide(about(record, 'pause'), bob)).toMatchObject({ status: 200 });
    const stranger = { identity: 'arn:aws:iam::123456789012:user/eve' };
    expect(await world.request('GET', '', stranger)).toMatchObject({ status: 403 });
  });

  it('lets nobody in where the list cannot be read', async () => {
    await world.listOperators({ admins: [alice] });
    const record = await world.seed(histories.BAKING);
    expect((await world.decide(about(record, 'pause'))).status).toBe(500);
  });
});

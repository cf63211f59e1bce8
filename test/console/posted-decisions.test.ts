import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { startConsole } from '../../console/server.ts';
import { ask } from './ask.ts';
import { decision, post } from './asked-freeze.ts';
import { createFakeWorld } from './fake-world.ts';

const world = createFakeWorld();
const console = await startConsole({ ...world, place: 'test' });

beforeEach(() => {
  world.decisions.length = 0;
});

afterAll(() => console.close());

describe('a decision', () => {
  it('reaches the operator as it was sent', async () => {
    const answer = await ask(console, post);
    expect([answer.status, JSON.parse(answer.body).kind]).toEqual([200, 'done']);
    expect(world.decisions).toEqual([decision]);
  });

  it('of yesterday is answered with 409', async () => {
    world.answer = { kind: 'stale', message: 'it moved on' };
    const answer = await ask(console, post);
    world.answer = { kind: 'done', message: '' };
    expect([answer.status, JSON.parse(answer.body).message]).toEqual([409, 'it moved on']);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain; x=application/json',
    '',
  ])('sent as "%s" is refused', async (type) => {
    const answer = await ask(console, { ...post, headers: { 'content-type': type } });
    expect(answer.status).toBe(415);
    expect(world.decisions).toEqual([]);
  });

  it.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['without a reason', JSON.stringify({ ...decision, reason: ' ' })],
    ['with an unknown key', JSON.stringify({ ...decision, force: true })],
    ['with another action', JSON.stringify({ ...decision, action: 'delete' })],
    ['too long', JSON.stringify({ ...decision, reason: 'x'.repeat(40_000) })],
    ['without end', JSON.stringify({ ...decision, reason: 'x'.repeat(5_000_000) })],
    ['deep beyond sense', `${'['.repeat(8_000)}${']'.repeat(8_000)}`],
    ["somebody's prototype", '{"__proto__":{"kind":"freeze"}}'],
  ])('that is %s is refused', async (_, body) => {
    expect((await ask(console, { ...post, body })).status).toBe(400);
    expect(world.decisions).toEqual([]);
  });
});

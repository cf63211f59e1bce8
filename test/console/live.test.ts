import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createMemory } from '../../console/aws-board/remember.ts';
import { createLive, type Live } from '../../console/live.ts';

/** A browser that notes what it gets, and may be slow to take it. */
function createBrowser() {
  const got: string[] = [];
  const emitter = new EventEmitter();
  const state = { slow: false, ended: false };
  const response = Object.assign(emitter, {
    write(text: string) {
      got.push(text);
      emitter.emit('got');
      return true;
    },
    end() {
      state.ended = true;
    },
  });
  Object.defineProperty(response, 'writableNeedDrain', { get: () => state.slow });
  return { got, state, response: response as unknown as ServerResponse, emitter };
}

let live: Live | undefined;
afterEach(() => live?.close());

/** Looks again only when it is told to. */
const never = 3_600_000;
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a live view', () => {
  it('is read once for all who look at it', async () => {
    live = createLive(never);
    let reads = 0;
    const browsers = [createBrowser(), createBrowser(), createBrowser()];
    let release = (_: unknown) => {};
    const answer = new Promise((resolve) => {
      release = resolve;
    });
    const read = () => {
      reads += 1;
      return reads === 1 ? answer : Promise.resolve('next');
    };
    for (const { response } of browsers) live.watch('overview', read, response);
    release('first');
    await settled();
    // The two that came later asked again, both at once.
    expect(reads).toBe(2);
    for (const { got } of browsers) expect(got.at(-1)).toBe('event: view\ndata: "next"\n\n');
  });

  it('is sent only when it has changed', async () => {
    live = createLive(never);
    const { got, response } = createBrowser();
    live.watch('overview', async () => 'same', response);
    await settled();
    live.refresh();
    await settled();
    expect(got).toEqual(['event: view\ndata: "same"\n\n']);
  });

  it('skips what is between for whoever reads slowly', async () => {
    live = createLive(never);
    const { got, state, response, emitter } = createBrowser();
    let value = 1;
    live.watch('overview', async () => value, response);
    await settled();
    state.slow = true;
    value = 2;
    live.refresh();
    await settled();
    value = 3;
    live.refresh();
    await settled();
    state.slow = false;
    emitter.emit('drain');
    expect(got.map((text) => text.trim().at(-1))).toEqual(['1', '3']);
    emitter.emit('drain');
    expect(got).toHaveLength(2);
  });

  it('tells that it could not be read, and nothing of why but a name', async () => {
    live = createLive(never);
    const { got, response } = createBrowser();
    const read = () => Promise.reject(new TypeError('secret at /home/kim'));
    live.watch('overview', read, response);
    await settled();
    expect(got).toEqual(['event: trouble\ndata: {"reason":"TypeError"}\n\n']);
  });

  it('is not read any more when nobody looks', async () => {
    live = createLive(never);
    let reads = 0;
    const { response, emitter } = createBrowser();
    live.watch('overview', async () => ++reads, response);
    await settled();
    emitter.emit('close');
    live.refresh();
    await settled();
    expect(reads).toBe(1);
  });

  it('is refused to the sixty-fifth watcher', () => {
    live = createLive(never);
    const taken = Array.from({ length: 65 }, (_, index) =>
      live?.watch(`view ${index % 3}`, async () => 0, createBrowser().response),
    );
    expect(taken.indexOf(false)).toBe(64);
  });

  it('looks again by itself', async () => {
    live = createLive(1);
    let value = 0;
    const { response, emitter, got } = createBrowser();
    live.watch('overview', async () => ++value, response);
    while (got.length < 3) await once(emitter, 'got');
    expect(got[2]).toBe('event: view\ndata: 3\n\n');
  });
});

describe('a remembered answer', () => {
  it('is read again when it is too old, and not before', async () => {
    let now = 0;
    let reads = 0;
    const { recall } = createMemory(() => now);
    const read = async () => ++reads;
    expect(await recall('a', 10, read)).toBe(1);
    now = 9;
    expect(await recall('a', 10, read)).toBe(1);
    now = 10;
    expect(await recall('a', 10, read)).toBe(2);
  });

  it('is not an error for ever', async () => {
    const { recall } = createMemory(() => 0);
    await expect(recall('a', 10, () => Promise.reject(new Error('busy')))).rejects.toThrow('busy');
    expect(await recall('a', 10, async () => 'fine')).toBe('fine');
  });

  it('is one reading for all who ask at the same time', async () => {
    let reads = 0;
    const { recall } = createMemory(() => 0);
    const read = async () => ++reads;
    expect(await Promise.all([recall('a', 10, read), recall('a', 10, read)])).toEqual([1, 1]);
  });
});

import { expect, test } from 'vitest';
import { createTrace, type TraceRecord } from '../../../twin/kernel/trace.ts';

function start(keep = 100) {
  const time = { now: 0 };
  return { time, trace: createTrace({ now: () => time.now, keep }) };
}

test('records are kept in order, with their time', () => {
  const { time, trace } = start();
  trace.add('call', { a: 1 });
  time.now = 5;
  trace.add('event', { b: 2 });
  expect(trace.records()).toEqual([
    { at: 0, kind: 'call', detail: { a: 1 } },
    { at: 5, kind: 'event', detail: { b: 2 } },
  ]);
});

test('no more are kept than asked for, but all of them are in the hash', () => {
  const [short, long] = [start(3), start(100)];
  for (let index = 0; index < 50; index += 1) {
    short.trace.add('call', { index });
    long.trace.add('call', { index });
  }
  expect(short.trace.records().map(({ detail }) => detail['index'])).toEqual([47, 48, 49]);
  expect(short.trace.hash()).toBe(long.trace.hash());
});

test('the hash tells what, when and in which order', () => {
  const hashOf = (...adds: readonly [number, string, object][]) => {
    const { time, trace } = start();
    for (const [now, kind, detail] of adds) {
      time.now = now;
      trace.add(kind, { ...detail });
    }
    return trace.hash();
  };
  const hashes = [
    hashOf([0, 'a', {}], [0, 'b', {}]),
    hashOf([0, 'b', {}], [0, 'a', {}]),
    hashOf([0, 'a', {}], [1, 'b', {}]),
    hashOf([0, 'a', { x: 1 }], [0, 'b', {}]),
    hashOf([0, 'a', {}]),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(hashOf([0, 'a', {}])).toBe(hashes[4]);
});

test('who listens hears each record, until it stops', () => {
  const { trace } = start();
  const heard: TraceRecord[] = [];
  const stop = trace.listen((record) => heard.push(record));
  trace.add('call', { heard: true });
  stop();
  trace.add('call', { heard: false });
  expect(heard).toEqual([{ at: 0, kind: 'call', detail: { heard: true } }]);
});

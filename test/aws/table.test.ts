import { describe, expect, it } from 'vitest';
import type { Condition, Table } from '../../aws/table.ts';
import { eachWithTable } from './support.ts';

let table: Table;

eachWithTable('table', (given) => {
  table = given;
});

const key = (sk: string) => ({ pk: 'P', sk });

describe('a conditional write', () => {
  // What is there before, the condition, and whether the write happens.
  it.each<[object | undefined, Condition, boolean]>([
    [undefined, { kind: 'absent' }, true],
    [{ a: 1 }, { kind: 'absent' }, false],
    [undefined, { kind: 'missing', attribute: 'a' }, true],
    [{ b: 1 }, { kind: 'missing', attribute: 'a' }, true],
    [{ a: '' }, { kind: 'missing', attribute: 'a' }, false],
    [{ a: 1 }, { kind: 'equals', attribute: 'a', value: 1 }, true],
    [{ a: '1' }, { kind: 'equals', attribute: 'a', value: 1 }, false],
    [undefined, { kind: 'equals', attribute: 'a', value: 1 }, false],
  ])('over %j, only if %j: %s', async (before, onlyIf, happens) => {
    const fill = async (name: string) => {
      if (before !== undefined) await table.put({ key: key(name), item: { ...before } });
      return key(name);
    };
    expect(await table.put({ key: await fill('put'), item: { new: 1 }, onlyIf })).toBe(happens);
    expect(await table.change({ key: await fill('change'), set: { new: 1 }, onlyIf })).toBe(
      happens,
    );
    const transacted = [{ key: await fill('transact'), item: { new: 1 }, onlyIf }];
    expect(await table.transact(transacted)).toBe(happens);
    for (const name of ['put', 'change', 'transact']) {
      expect((await table.get(key(name)))?.['new']).toBe(happens ? 1 : undefined);
    }
  });

  it('of several is all or nothing', async () => {
    await table.put({ key: key('there'), item: {} });
    const absent = { kind: 'absent' } as const;
    const writes = ['new', 'there'].map((sk) => ({ key: key(sk), item: {}, onlyIf: absent }));
    expect(await table.transact(writes)).toBe(false);
    expect(await table.get(key('new'))).toBeUndefined();
  });
});

describe('the table', () => {
  it('keeps text and whole numbers as they are, and changes only what it is told to', async () => {
    await table.put({ key: key('a'), item: { text: 'x', number: 7, gone: 'y' } });
    await table.change({ key: key('a'), set: { text: 'z' }, remove: ['gone'] });
    expect(await table.get(key('a'))).toEqual({ ...key('a'), text: 'z', number: 7 });
    await table.change({ key: key('a'), set: {}, remove: ['text'] });
    expect(await table.get(key('a'))).toEqual({ ...key('a'), number: 7 });
    await table.remove(key('a'));
    expect(await table.get(key('a'))).toBeUndefined();
  });

  it('finds a partition in order, by prefix, newest first, and beyond a page', async () => {
    const filler = 'x'.repeat(300_000);
    for (const sk of ['E#1', 'E#2', 'E#3', 'E#4', 'E#5', 'F#1']) {
      await table.put({ key: key(sk), item: { filler } });
    }
    const partition = { attribute: 'pk', value: 'P' };
    const found = async (query: object) =>
      (await table.query({ partition, ...query })).map(({ sk }) => sk);
    const sort = { attribute: 'sk', prefix: 'E#' };
    expect(await found({ sort })).toEqual(['E#1', 'E#2', 'E#3', 'E#4', 'E#5']);
    expect(await found({ sort, newestFirst: true, limit: 2 })).toEqual(['E#5', 'E#4']);
    expect(await found({})).toHaveLength(6);
    expect(await table.query({ partition: { attribute: 'pk', value: 'nobody' } })).toEqual([]);
  });
});

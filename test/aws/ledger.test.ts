import { beforeEach, describe, expect, it } from 'vitest';
import { openAnnouncer } from '../../aws/announcer.ts';
import { type Ledger, openLedger } from '../../aws/ledger.ts';
import type { Table } from '../../aws/table.ts';
import { tableKeys } from '../../core/contract/table-keys.ts';
import { digest, received } from '../core/builders.ts';
import { eachWithTable } from './support.ts';

let table: Table;
let ledger: Ledger;

eachWithTable('ledger', (given) => {
  table = given;
  ledger = openLedger(table);
});

const NOW = Date.UTC(2027, 0, 11, 9);
const opening = (releaseId = 'r1') => ({
  event: received,
  releaseId,
  actor: 'admit',
  now: NOW,
  executionArn: `arn:${releaseId}`,
  oncePerDigest: true,
});
const append = (bodies: Parameters<Ledger['append']>[0]['bodies'], over: object = {}) =>
  ledger.append({ releaseId: 'r1', actor: 'test', now: NOW, bodies, ...over });
const note = (text: string) => ({ type: 'note.added', text }) as const;

describe('opening a release', () => {
  it('happens once, and once for each digest that is pushed', async () => {
    expect(await ledger.open(opening())).toBe(true);
    expect(await ledger.open(opening())).toBe(false);
    expect(await ledger.open(opening('r2'))).toBe(false);
    expect(await ledger.read('r2')).toBeUndefined();
    expect(await table.get(tableKeys.seen('auth-service', digest('c')))).toMatchObject({
      releaseId: 'r1',
    });
  });

  it('may be repeated for a digest by whoever wishes it', async () => {
    await ledger.open(opening());
    expect(await ledger.open({ ...opening('r2'), oncePerDigest: false })).toBe(true);
    expect((await ledger.read('r2'))?.executionArn).toBe('arn:r2');
  });

  it('lets one of many win', async () => {
    const opened = await Promise.all(
      Array.from({ length: 5 }, (_, index) => ledger.open(opening(`r${index}`))),
    );
    expect(opened.filter((won) => won)).toHaveLength(1);
  });
});

describe('appending', () => {
  beforeEach(async () => {
    await ledger.open(opening());
  });

  it('loses nothing and doubles nothing, however many write at once', async () => {
    const texts = Array.from({ length: 6 }, (_, index) => `note ${index}`);
    await Promise.all(texts.map((text) => append([note(text)])));
    const events = await ledger.events('r1');
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const written = events.flatMap((event) => (event.type === 'note.added' ? [event.text] : []));
    expect(written.sort()).toEqual(texts);
    expect((await ledger.read('r1'))?.record.sequence).toBe(7);
  });

  it('refuses a decision about what has changed since', async () => {
    await append([note('first')], { onlyAfter: 1 });
    await expect(append([note('late')], { onlyAfter: 1 })).rejects.toMatchObject({
      name: 'Spillway.Stale',
    });
  });

  it('leaves out what the record refuses, and says why', async () => {
    const { events, refusals } = await append([{ type: 'release.promoted' }, note('still here')]);
    expect(events.map(({ type }) => type)).toEqual(['note.added']);
    expect(refusals).toEqual([expect.stringMatching(/^release\.promoted: /)]);
  });

  it('fails for a release that there is not', async () => {
    await expect(append([note('x')], { releaseId: 'nobody' })).rejects.toMatchObject({
      name: 'Spillway.NotFound',
    });
  });
});

describe('a notice', () => {
  it('is owed from the moment of its event until it was sent', async () => {
    await ledger.open(opening());
    const { notices } = await append([{ type: 'release.rejected', reason: 'no', evidence: {} }]);
    expect(notices.map(({ json }) => json.kind)).toEqual(['rejected']);
    const topics = { releases: 'arn:aws:sns:us-east-1:123456789012:nowhere', onCall: '' };
    const announcer = openAnnouncer({ table, topics });
    expect(await announcer.owed()).toMatchObject([{ releaseId: 'r1', notice: notices[0] }]);
    const [notice] = notices;
    if (notice === undefined) throw new Error('there is one');
    await expect(announcer.tell('r1', notice)).rejects.toThrow();
    expect(await announcer.owed()).toHaveLength(1);
    await announcer.tell('r1', { ...notice, topics: [] });
    expect(await announcer.owed()).toEqual([]);
  });
});

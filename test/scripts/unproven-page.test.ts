/** The page of open points is current, and the script that answers them guards itself. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unprovenPage } from '../../scripts/prove/page.ts';
import { type Bed, until } from '../../scripts/prove/point.ts';
import { points } from '../../scripts/prove/points.ts';

describe('docs/unproven.md', () => {
  it('is current; npx tsx scripts/generate-unproven-page.ts makes it so', () => {
    expect(readFileSync('docs/unproven.md', 'utf8')).toBe(unprovenPage());
  });

  it('names each point once', () => {
    expect(new Set(points.map(({ id }) => id)).size).toBe(points.length);
    expect(points.map(({ id }) => id).filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
  });

  it('shows for most points a way that a script goes', () => {
    const provable = points.filter(({ prove }) => prove !== undefined);
    expect(provable.length / points.length).toBeGreaterThan(0.6);
  });
});

describe('prove-on-aws', () => {
  const ENDED = { encoding: 'utf8', env: { PATH: '/nowhere' } } as const;
  const run = (...args: string[]) =>
    spawnSync(
      process.execPath,
      ['--import', 'tsx', 'scripts/prove-on-aws.ts', ...args],
      // Without a path there is no command line of AWS: whoever got so far would fail otherwise.
      ENDED,
    );
  const there = ['--account', '1', '--region', 'eu-west-1', '--service', 'auth-service'];

  it.each([
    ['an account', [], 'Without --yes it only says'],
    [
      'a place that is not production',
      [...there, '--environment', 'production', '--yes'],
      'production is no place',
    ],
    [
      'points that it knows',
      [...there, '--environment', 'staging', '--only', 'x'],
      'no script proves x',
    ],
  ])('wants %s', (_, args, message) => {
    const { status, stdout, stderr } = run(...args);
    expect(stdout + stderr).toContain(message);
    expect(status).toBe(2);
  });

  it('does nothing without --yes', () => {
    const { status, stdout } = run(...there, '--environment', 'staging');
    expect(stdout).toContain('nothing was done');
    expect(status).toBe(0);
  });
});

describe('asking until there is an answer', () => {
  const bed = (): Bed => {
    let nowMs = 0;
    return {
      aws: { call: () => ({}) },
      site: {} as Bed['site'],
      nowMs: () => nowMs,
      sleep: async (seconds) => {
        nowMs += seconds * 1000;
      },
    };
  };

  it('gives the first one', async () => {
    const answers = [undefined, undefined, 'here'];
    expect(await until(bed(), { what: 'it', minutes: 1 }, () => answers.shift())).toBe('here');
  });

  it('ends when its time is over', async () => {
    await expect(until(bed(), { what: 'it', minutes: 1 }, () => undefined)).rejects.toThrow(
      'it: no answer within 1 minutes',
    );
  });
});

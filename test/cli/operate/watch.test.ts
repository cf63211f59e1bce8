import { describe, expect, it } from 'vitest';
import { watch } from '../../../cli/commands/watch.ts';
import type { ReleaseStatus } from '../../../core/release/record.ts';
import { histories, waiting } from '../../core/operate/builders.ts';
import { aRelease, runWith } from './fake-remote.ts';

const through = (...statuses: readonly ReleaseStatus[]) =>
  statuses.map((status) => aRelease(histories[status]));
const [{ record }] = [aRelease([])];
const { releaseId } = record;

describe('spillway watch', () => {
  it.each<[ReleaseStatus, number]>([
    ['PROMOTED', 0],
    ['ROLLED_BACK', 3],
    ['FAILED_SAFE', 1],
    ['REJECTED', 1],
    ['CANCELLED', 1],
    ['SUPERSEDED', 1],
  ])('ends with a release that is %s with code %d', async (status, exitCode) => {
    const looks = through('RECEIVED', status);
    const result = await runWith(watch, { looks }, [releaseId]);
    expect(result.exitCode).toBe(exitCode);
    expect(result.out.trimEnd().split('\n').at(-1)).toContain(`${status}: `);
    expect(result.slept).toEqual([2000]);
  });

  it('tells every event once, and by what a release is held up', async () => {
    const gated = aRelease([...histories.GATED, waiting]);
    const looks = [...through('QUEUED'), gated, gated, ...through('ROLLED_BACK')];
    const { out } = await runWith(watch, { looks }, [releaseId]);
    expect(out.match(/Admitted/g)).toHaveLength(1);
    expect(out.match(/0 % of users/g)).toHaveLength(2);
    expect(out.match(/waits for an approval: spillway approve/g)).toHaveLength(1);
    expect(out).not.toContain('\u001b');
  });

  it('cuts nothing in a log', async () => {
    const looks = through('ROLLED_BACK');
    const narrow = await runWith(watch, { looks }, [releaseId], { columns: 30 });
    const wide = await runWith(watch, { looks }, [releaseId], { columns: 300 });
    expect(narrow.out).toBe(wide.out);
  });

  it('prints the ledger as lines of JSON', async () => {
    const looks = through('BAKING', 'PROMOTED');
    const { out } = await runWith(watch, { looks }, [releaseId, '--json']);
    const events = out.trimEnd().split('\n');
    expect(events.map((line) => JSON.parse(line))).toEqual(looks[1]?.events);
  });

  it('redraws on a terminal, in the same place', async () => {
    const looks = through('BAKING', 'PROMOTED');
    const { out } = await runWith(watch, { looks }, [releaseId], { terminal: true, rows: 9 });
    const [first = '', second = ''] = out.split('\u001b[J');
    expect(first.split('\n')).toHaveLength(9);
    expect(second.startsWith('\u001b[8A\r')).toBe(true);
  });

  it('keeps looking when a look finds nothing', async () => {
    const looks = through('BAKING', 'PROMOTED');
    let asked = 0;
    const release = async () => {
      asked += 1;
      return asked === 2 ? undefined : looks[asked === 1 ? 0 : 1];
    };
    const { exitCode, slept } = await runWith(watch, { release }, [releaseId, '--interval', '5']);
    expect([exitCode, slept]).toEqual([0, [5000, 5000]]);
  });

  it.each([['0'], ['-1'], ['x']])('does not look every %s seconds', async (interval) => {
    const { exitCode } = await runWith(watch, {}, [releaseId, `--interval=${interval}`]);
    expect(exitCode).toBe(2);
  });
});

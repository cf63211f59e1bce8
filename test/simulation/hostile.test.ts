// Everything that nobody should send is refused, changes nothing, and is not repeated to anybody.
import { expect, it } from 'vitest';
import { campaignAssemblies } from '../../rehearsal/campaign/assembly.ts';
import { playHostile } from '../../rehearsal/hostile/play.ts';

it('keeps hostile input out', async () => {
  const report = await playHostile(await campaignAssemblies()('canary'));
  expect(report.changes).toEqual([]);
  expect(report.accepted).toEqual([]);
  expect(report.surfaced).toEqual([]);
  expect(Object.keys(report.answers).every((status) => Number(status) < 500)).toBe(true);
  expect(report.ends['RUNNING']).toBe(report.triggers);
}, 300_000);

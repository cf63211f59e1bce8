// Everything that nobody should send is refused, changes nothing, and is not repeated to anybody.
import { expect, it } from 'vitest';
import { campaignAssembly } from '../../rehearsal/campaign/assembly.ts';
import { playHostile } from '../../rehearsal/hostile/play.ts';
import { readAssembly } from '../../twin/assembly/read-assembly.ts';

it('keeps hostile input out', async () => {
  const report = await playHostile(readAssembly(await campaignAssembly()));
  expect(report.changes).toEqual([]);
  expect(report.accepted).toEqual([]);
  expect(report.surfaced).toEqual([]);
  expect(Object.keys(report.answers).every((status) => Number(status) < 500)).toBe(true);
  expect(report.ends['RUNNING']).toBe(report.triggers);
}, 300_000);

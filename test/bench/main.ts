/** `npm run bench [name...]`: the benchmarks of every file beside this one, or of the files with these names. */
import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { renderTable } from '../../cli/render/table.ts';
import { measure } from './measure.ts';

type Bench = () => unknown;

const NOT_BENCHES = ['main', 'measure'];
const BYTES_PER_KILOBYTE = 1_000;

// What measures memory must be able to clean up first.
setFlagsFromString('--expose-gc');
globalThis.gc = runInNewContext('gc');

const all = readdirSync(import.meta.dirname)
  .map((file) => file.replace('.ts', ''))
  .filter((name) => !NOT_BENCHES.includes(name))
  .sort();
const chosen = process.argv.length > 2 ? process.argv.slice(2) : all;
const unknown = chosen.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`there is no bench ${unknown.join(', ')}; there are ${all.join(', ')}`);
  process.exit(2);
}

for (const name of chosen) {
  const rows: string[][] = [];
  for (const [bench, run] of Object.entries(await load(name))) {
    rows.push([`${name} ${bench}`, ...(await result(bench, run))]);
  }
  console.log(renderTable([['', 'per second', 'each', 'of CPU'], ...rows], { right: [1, 2, 3] }));
}
// Some benches keep doors open.
process.exit();

async function load(name: string): Promise<Record<string, Bench>> {
  return await import(`./${name}.ts`);
}

/** A bench that is named for bytes, milliseconds, or seconds of virtual time, measures them itself; all others are timed. */
async function result(bench: string, run: Bench): Promise<[string, string, string]> {
  if (bench.startsWith('bytes')) {
    return ['', `${(Number(await run()) / BYTES_PER_KILOBYTE).toFixed(1)} kB`, ''];
  }
  if (bench.startsWith('seconds')) return ['', `${Number(await run()).toFixed(1)} s`, ''];
  if (bench.startsWith('milliseconds')) return ['', duration(Number(await run())), ''];
  const { perSecond, eachMs, cpuMs } = await measure(run);
  return [Math.round(perSecond).toString(), duration(eachMs), duration(cpuMs)];
}

function duration(ms: number): string {
  return ms >= 1 ? `${ms.toFixed(2)} ms` : `${(1000 * ms).toFixed(1)} us`;
}

/** `npm run fuzz:spec -- --count 100000 --seed 1`: the figures of a large run. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzzSpecs } from './fuzz.ts';

const folder = join(import.meta.dirname, '../examples/shop/releases');

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
  },
});
const names = (await readdir(folder)).sort();
const [first = '', ...rest] = await Promise.all(
  names.map((name) => readFile(join(folder, name), 'utf8')),
);
const report = fuzzSpecs({
  count: Number(values.count),
  seed: Number(values.seed),
  texts: [first, ...rest],
  nowMs: () => performance.now(),
});

const { durationsMs, codes } = report;
const at = (share: number) => (durationsMs[Math.floor(durationsMs.length * share)] ?? 0).toFixed(2);
const slow = durationsMs.filter((ms) => ms > 100).length;
const counts = Object.entries(codes).sort(([a], [b]) => Number(a.slice(1)) - Number(b.slice(1)));
process.stdout.write(
  [
    `${durationsMs.length} damaged specs with seed ${values.seed}: ${report.accepted} accepted, ${report.broken.length} broken promises`,
    `codes raised: ${counts.map(([code, count]) => `${code} ${count}`).join(', ')}`,
    `time each: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, p99.9 ${at(0.999)} ms, max ${at(1 - 1e-9)} ms; above 100 ms: ${slow}`,
    '',
  ].join('\n'),
);
for (const { index, promise, text } of report.broken) {
  process.stdout.write(`\n#${index}: ${promise}\n${text}\n`);
}
process.exitCode = report.broken.length > 0 ? 1 : 0;

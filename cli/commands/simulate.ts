/** `spillway simulate`: many releases under many faults on the twin, judged by laws from outside. */
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { campaignAssembly } from '../../rehearsal/campaign/assembly.ts';
import { historiesOf, runCampaign } from '../../rehearsal/campaign/campaign.ts';
import { exhaust, undisturbed } from '../../rehearsal/campaign/exhaust.ts';
import { type History, type Mix, mixes } from '../../rehearsal/campaign/history.ts';
import { playHistory } from '../../rehearsal/campaign/play.ts';
import { emptyReport, include } from '../../rehearsal/campaign/report.ts';
import { judgeSeed, mixOf } from '../../rehearsal/campaign/seed.ts';
import { readAssembly } from '../../twin/assembly/read-assembly.ts';
import { readArguments, readNumber } from '../arguments.ts';
import { type Command, exitCodes, type Io, UsageError } from '../command.ts';
import { renderCampaign, renderProgress } from '../render/campaign.ts';

const THREADS = 2;

export const simulate: Command = {
  name: 'simulate',
  summary: 'Simulate many releases under many faults, judged by laws from outside',
  usage: `Usage: spillway simulate [--seeds N] [--from N] [--mix MIX] [--threads N] [--first] [--app DIR] [--json]
       spillway simulate --exhaustive [--every N] [--threads N] [--app DIR] [--json]
       spillway simulate --seed N [--mix MIX] [--trace FILE] [--json]

  --seeds N           how many histories; default 100
  --from N            the first seed; default 1
  --mix MIX           calm: good and bad versions; faulty: some faults; hostile: many;
                      default: seeds take turns
  --exhaustive        one canary again and again: killed at every event, then every call failing in every way
  --every N           only every Nth of these; default 1
  --seed N            one history again, exactly
  --trace FILE        everything that happened in it, as JSON lines
  --threads N         default ${THREADS}
  --first             stops at the first history that broke a law
  --app DIR           a synthesised app with one service; default: the campaign's own
  --json              print one object

Exit code 0 when every law held, 1 otherwise.`,
  examples: [
    'spillway simulate --seeds 2000',
    'spillway simulate --seed 42 --mix hostile --trace trace.jsonl',
  ],
  words: { '--mix': ['calm', 'faulty', 'hostile'] },
  async run(args, io) {
    const { values } = readArguments(args, {
      seeds: { type: 'string', default: '100' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
      mix: { type: 'string' },
      trace: { type: 'string' },
      threads: { type: 'string', default: String(THREADS) },
      first: { type: 'boolean', default: false },
      exhaustive: { type: 'boolean', default: false },
      every: { type: 'string', default: '1' },
      app: { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    const mix = values.mix === undefined ? undefined : readMix(values.mix);
    const folder = values.app ?? (await campaignAssembly());
    const seeds = {
      from: readNumber('from', values.from),
      count: readNumber('seeds', values.seeds),
      mix,
    };
    const histories = values.exhaustive
      ? await everyNth(readNumber('every', values.every), folder)
      : [...historiesOf(seeds)];
    const report =
      values.seed === undefined
        ? await runCampaign({
            histories,
            threads: Math.max(1, readNumber('threads', values.threads)),
            folder,
            nowMs: io.nowMs,
            enough: ({ violations }) => values.first && violations.length > 0,
            ...progress(io, histories.length),
          })
        : await replay(readNumber('seed', values.seed), { mix, folder, file: values.trace, io });
    io.out(values.json ? `${JSON.stringify(report, null, 2)}\n` : renderCampaign(report, io));
    return report.violations.length === 0 ? exitCodes.done : exitCodes.failed;
  },
};

function readMix(text: string): Mix {
  const mix = mixes.find((known) => known === text);
  if (mix === undefined) throw new UsageError(`--mix takes ${mixes.join(', ')}; got "${text}"`);
  return mix;
}

async function everyNth(every: number, folder: string): Promise<readonly History[]> {
  const witness = await playHistory({ history: undisturbed, assembly: readAssembly(folder) });
  return [...exhaust(witness)].filter((_each, index) => index % Math.max(1, every) === 0);
}

/** Only where somebody watches. */
function progress(io: Io, seeds: number): Pick<Parameters<typeof runCampaign>[0], 'onVerdict'> {
  if (!io.terminal) return {};
  return { onVerdict: (report) => io.err(renderProgress(report, seeds)) };
}

interface Replay {
  readonly mix: Mix | undefined;
  readonly folder: string;
  readonly file: string | undefined;
  readonly io: Io;
}

async function replay(seed: number, { mix, folder, file, io }: Replay) {
  const out = file === undefined ? undefined : createWriteStream(file);
  const verdict = await judgeSeed(
    { seed, mix: mixOf(seed, mix) },
    {
      assembly: readAssembly(folder),
      nowMs: io.nowMs,
      trace: ({ at, kind, detail }) =>
        void out?.write(`${JSON.stringify({ at: new Date(at).toISOString(), kind, ...detail })}\n`),
    },
  );
  out?.end();
  if (out !== undefined) await finished(out);
  return include(emptyReport, verdict, verdict.wallMs);
}

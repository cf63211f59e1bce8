/** `spillway simulate`: many releases under many faults on the twin, judged by laws from outside. */
import { createWriteStream, readFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { type AssemblyOf, campaignAssemblies } from '../../rehearsal/campaign/assembly.ts';
import { historiesOf, runCampaign } from '../../rehearsal/campaign/campaign.ts';
import { exhaust } from '../../rehearsal/campaign/exhaust.ts';
import { type History, type Mix, mixes, type Way, ways } from '../../rehearsal/campaign/history.ts';
import { emptyReport, include } from '../../rehearsal/campaign/report.ts';
import { judgeHistory, mixOf } from '../../rehearsal/campaign/seed.ts';
import { shrink } from '../../rehearsal/campaign/shrink.ts';
import { drawHistory } from '../../rehearsal/faults/swarm.ts';
import { surroundingsOf } from '../../rehearsal/workloads/assembly.ts';
import { playWorkload } from '../../rehearsal/workloads/report.ts';
import { type WorkloadName, workloadNames, workloads } from '../../rehearsal/workloads/workload.ts';
import { readArguments, readNumber, readWord } from '../arguments.ts';
import { type Command, exitCodes, type Io, UsageError } from '../command.ts';
import { renderCampaign, renderProgress, renderStory } from '../render/campaign.ts';
import { renderLook, renderWorkload } from '../render/workload.ts';

const THREADS = 2;
/** Workloads of services that are all alike, and may be more or fewer. */
const MANY: readonly WorkloadName[] = ['fifty', 'crowd'];

export const simulate: Command = {
  name: 'simulate',
  summary: 'Simulate many releases under many faults, judged by laws from outside',
  usage: `Usage: spillway simulate [--seeds N] [--from N] [--mix MIX] [--way WAY] [--threads N] [--first] [--app DIR] [--json]
       spillway simulate --exhaustive [--way WAY] [--pairs N] [--every N] [--threads N] [--first] [--app DIR] [--json]
       spillway simulate --seed N [--mix MIX] [--way WAY] [--trace FILE | --shrink] [--json]
       spillway simulate --history FILE [--trace FILE | --shrink] [--json]
       spillway simulate --workload NAME [--services N] [--from SEED] [--json]

  --seeds N           how many histories; default 100
  --from N            the first seed; default 1
  --mix MIX           calm: good and bad versions; faulty: some faults; hostile: many;
                      default: seeds take turns
  --way WAY           canary: in phases, and back at once; gradual: in phases, and back in steps;
                      staged: a canary after staging; blue-green; rolling; default: drawn by the seed
  --exhaustive        a good release and a bad one again and again: killed at every event, every function
                      after every call, every call failing in every way, every event lost, late and
                      twice, and two events at once
  --pairs N           and N pairs of these for each, drawn from all; default 0
  --every N           only every Nth; default 1
  --seed N            one history again, exactly
  --history FILE      a history from a JSON file, or a list of them
  --trace FILE        everything that happened in it, as JSON lines
  --shrink            leaves out what it does not take to break the law, and tells the rest;
                      with --json as a history for --history
  --workload NAME     one: a release that is alone;
                      shop: the example shop, all of its services within minutes;
                      fifty: an hour of pushes, bad versions and decisions;
                      crowd: 500 services that are pushed within a minute;
                      endless: a push a minute to one service
  --services N        of fifty or crowd, instead of its own number
  --threads N         default ${THREADS}
  --first             stops at the first history that broke a law
  --app DIR           a synthesised app with one service; default: the campaign's own
  --json              print one object

Exit code 0 when every law held, 1 otherwise.`,
  examples: [
    'spillway simulate --seeds 2000',
    'spillway simulate --seed 42 --mix hostile --trace trace.jsonl',
    'spillway simulate --seed 42 --mix hostile --shrink',
  ],
  words: { '--mix': [...mixes], '--way': [...ways] },
  async run(args, io) {
    const { values } = readArguments(args, {
      seeds: { type: 'string', default: '100' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
      mix: { type: 'string' },
      way: { type: 'string' },
      history: { type: 'string' },
      trace: { type: 'string' },
      shrink: { type: 'boolean', default: false },
      threads: { type: 'string', default: String(THREADS) },
      first: { type: 'boolean', default: false },
      exhaustive: { type: 'boolean', default: false },
      pairs: { type: 'string', default: '0' },
      workload: { type: 'string' },
      services: { type: 'string' },
      every: { type: 'string', default: '1' },
      app: { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    if (values.workload !== undefined) {
      const name = readWord('workload', values.workload, workloadNames);
      const own = workloads[name].services;
      if (values.services !== undefined && !MANY.includes(name)) {
        throw new UsageError(`--services is for ${MANY.join(' and ')}; ${name} has ${own}`);
      }
      const services = readNumber('services', values.services ?? `${own}`);
      return carry({
        name,
        services,
        seed: readNumber('from', values.from),
        io,
        json: values.json,
      });
    }
    const mix = values.mix === undefined ? undefined : readWord('mix', values.mix, mixes);
    const way = values.way === undefined ? undefined : readWord('way', values.way, ways);
    const assemblyOf = campaignAssemblies(values.app);
    const wanted = {
      seed: values.seed === undefined ? undefined : readNumber('seed', values.seed),
      mix,
      way,
      file: values.history,
    };
    const named = namedHistories(wanted);
    const [only] = named ?? [];
    const isOne = only !== undefined && named?.length === 1;
    if (values.shrink) {
      if (!isOne) throw new UsageError('--shrink takes one history: --seed N or --history FILE');
      return shorten(only, { assemblyOf, io, json: values.json });
    }
    const histories = named ?? [
      ...(values.exhaustive
        ? await exhaust({
            assembly: await assemblyOf(way ?? 'canary'),
            way: way ?? 'canary',
            pairs: readNumber('pairs', values.pairs),
            every: Math.max(1, readNumber('every', values.every)),
          })
        : historiesOf({
            from: readNumber('from', values.from),
            count: readNumber('seeds', values.seeds),
            mix,
            way,
          })),
    ];
    const report = isOne
      ? await replay(only, { assemblyOf, file: values.trace, io })
      : await runCampaign({
          histories,
          threads: Math.max(1, readNumber('threads', values.threads)),
          app: values.app,
          nowMs: io.nowMs,
          enough: ({ violations }) => values.first && violations.length > 0,
          ...progress(io, histories.length),
        });
    io.out(values.json ? `${JSON.stringify(report, null, 2)}\n` : renderCampaign(report, io));
    return report.violations.length === 0 ? exitCodes.done : exitCodes.failed;
  },
};

interface Carrying {
  readonly name: WorkloadName;
  readonly services: number;
  readonly seed: number;
  readonly io: Io;
  readonly json: boolean;
}

async function carry({ io, json, ...wanted }: Carrying) {
  const report = await playWorkload({
    ...wanted,
    ...(await surroundingsOf(wanted.name, wanted.services)),
    nowMs: io.nowMs,
    ...(io.terminal ? { onLook: (look) => io.err(renderLook(look)) } : {}),
  });
  io.out(json ? `${JSON.stringify(report, null, 2)}\n` : renderWorkload(report, io));
  return report.violations.length === 0 ? exitCodes.done : exitCodes.failed;
}

interface Named {
  readonly seed: number | undefined;
  readonly mix: Mix | undefined;
  readonly way: Way | undefined;
  readonly file: string | undefined;
}

/** Undefined where nobody asks for certain ones. */
function namedHistories({ seed, mix, way, file }: Named): readonly History[] | undefined {
  if (seed !== undefined) return [drawHistory(seed, mixOf(seed, mix), way)];
  if (file === undefined) return undefined;
  const read: History | readonly History[] = JSON.parse(readFileSync(file, 'utf8'));
  return 'strokes' in read ? [read] : read;
}

/** Only where somebody watches. */
function progress(io: Io, seeds: number): Pick<Parameters<typeof runCampaign>[0], 'onVerdict'> {
  if (!io.terminal) return {};
  return { onVerdict: (report) => io.err(renderProgress(report, seeds)) };
}

interface Replay {
  readonly assemblyOf: AssemblyOf;
  readonly file: string | undefined;
  readonly io: Io;
}

async function replay(history: History, { assemblyOf, file, io }: Replay) {
  const out = file === undefined ? undefined : createWriteStream(file);
  const verdict = await judgeHistory(history, {
    assemblyOf,
    nowMs: io.nowMs,
    trace: ({ at, kind, detail }) =>
      void out?.write(`${JSON.stringify({ at: new Date(at).toISOString(), kind, ...detail })}\n`),
  });
  out?.end();
  if (out !== undefined) await finished(out);
  return include(emptyReport, verdict, verdict.wallMs);
}

interface Shortening {
  readonly assemblyOf: AssemblyOf;
  readonly io: Io;
  readonly json: boolean;
}

/** The first law that a history breaks, and what it takes to break it. */
async function shorten(history: History, { assemblyOf, io, json }: Shortening) {
  const judging = { assemblyOf, nowMs: io.nowMs };
  const [broken] = (await judgeHistory(history, judging)).violations;
  if (broken === undefined) {
    io.err('this history breaks no law\n');
    return exitCodes.done;
  }
  const shortest = await shrink(history, async (candidate) => {
    const { violations } = await judgeHistory(candidate, judging);
    return violations.some(({ invariant }) => invariant === broken.invariant);
  });
  const [violation = broken] = (await judgeHistory(shortest, judging)).violations;
  io.out(json ? `${JSON.stringify(shortest, null, 2)}\n` : renderStory(shortest, violation, io));
  return exitCodes.failed;
}

/** `spillway status`: what serves and what moves; of one release, everything. */
import { readArguments } from '../arguments.ts';
import { type ExitCode, exitCodes, type Io } from '../command.ts';
import type { Remote } from '../remote.ts';
import { printJson, remoteCommand } from '../remote-command.ts';
import { renderRelease } from '../render/release.ts';
import { renderStatus, type ServiceLine } from '../render/status.ts';
import { findRelease, oneName } from '../target.ts';

export const status = remoteCommand({
  name: 'status',
  summary: 'Show what serves and what moves, or one release with its phases and evidence',
  usage: `Usage: spillway status [RELEASE|SERVICE] [--json]

  RELEASE  a release, by its id
  SERVICE  the release of a service that moves, or waits, or was the last
  --json   print what is shown: {"services", "freezes"}, or {"record", "plan", "events", "verdict"}`,
  examples: ['spillway status --json', 'spillway status auth-service'],
  async run(args, io, open) {
    const { values, positionals } = readArguments(args, {
      json: { type: 'boolean', default: false },
    });
    if (positionals.length === 0) return showAll(await open(), values.json, io);
    const name = oneName(positionals, 'release or service');
    return showOne(await open(), name, values.json, io);
  },
});

async function showOne(remote: Remote, name: string, json: boolean, io: Io): Promise<ExitCode> {
  const [release, now] = await Promise.all([findRelease(remote, name), remote.now()]);
  const verdict = await remote.verdict(release, now);
  if (json) printJson(io, { now, ...release, verdict });
  else {
    const { colour, columns } = io;
    io.out(renderRelease({ release, verdict, now }, { colour, columns }));
  }
  return exitCodes.done;
}

async function showAll(remote: Remote, json: boolean, io: Io): Promise<ExitCode> {
  const names = [...(await remote.services())].sort();
  const [lines, freezes, now] = await Promise.all([
    Promise.all(names.map((name) => readLine(remote, name))),
    remote.freezes(),
    remote.now(),
  ]);
  const services = lines.flat();
  if (json) printJson(io, { now, services: services.map(toJson), freezes });
  else io.out(renderStatus(services, freezes, now, io));
  return exitCodes.done;
}

async function readLine(remote: Remote, name: string): Promise<readonly ServiceLine[]> {
  const state = await remote.service(name);
  if (state === undefined) return [];
  const { moving, waiting } = state.lane;
  const current = moving ?? waiting;
  const record =
    current === null
      ? (await remote.releases(name, 1))[0]
      : (await remote.release(current.releaseId))?.record;
  return [{ name, state, release: record ?? null }];
}

/** Task tokens are nobody's business. */
function toJson({ name, state, release }: ServiceLine) {
  const environments = state.environments.map(({ name: environment, stable, history, moving }) => ({
    name: environment,
    stable,
    history,
    moving,
  }));
  return { name, lane: state.lane, environments, release };
}

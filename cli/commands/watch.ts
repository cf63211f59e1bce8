/** `spillway watch`: follows a release to its end, redrawn on a terminal, line by line elsewhere. */
import type { ReleaseRecord } from '../../core/release/record.ts';
import { isTerminal } from '../../core/release/transitions.ts';
import { readArguments, readNumber } from '../arguments.ts';
import { type ExitCode, exitCodes, type Io, UsageError } from '../command.ts';
import type { ReleaseState, Remote } from '../remote.ts';
import { remoteCommand } from '../remote-command.ts';
import { createFrame } from '../render/frame.ts';
import { paints } from '../render/paint.ts';
import { eventLine, renderRelease } from '../render/release.ts';
import { whatNext } from '../render/what-next.ts';
import { findRelease, oneName } from '../target.ts';

const INTERVAL_SECONDS = 2;

export const watch = remoteCommand({
  name: 'watch',
  summary:
    'Follow a release to its end: phases, metrics against thresholds, verdicts, what is next',
  usage: `Usage: spillway watch RELEASE|SERVICE [--json] [--interval SECONDS]

  RELEASE             a release, by its id
  SERVICE             the release of a service that moves, or waits, or was the last
  --json              print each ledger event as one line of JSON
  --interval SECONDS  how often to look; ${INTERVAL_SECONDS} if not given

Ends with 0 when the release is promoted, 3 when it is rolled back, 1 when it ends otherwise.`,
  examples: ['spillway watch auth-service', 'spillway watch auth-service-v1-3-0-1f09ac --json'],
  async run(args, io, open) {
    const { values, positionals } = readArguments(args, {
      json: { type: 'boolean', default: false },
      interval: { type: 'string', default: String(INTERVAL_SECONDS) },
    });
    const name = oneName(positionals, 'release or service');
    const seconds = readNumber('interval', values.interval);
    if (seconds < 0.1) throw new UsageError('--interval takes at least 0.1 seconds');
    const remote = await open();
    const first = await findRelease(remote, name);
    const draw = values.json
      ? jsonLines(io)
      : io.terminal
        ? redrawn(remote, io)
        : lines(remote, io);
    return follow(remote, first, { draw, io, intervalMs: seconds * 1000 });
  },
});

type Draw = (release: ReleaseState) => Promise<void>;

export async function follow(
  remote: Remote,
  first: ReleaseState,
  { draw, io, intervalMs }: { draw: Draw; io: Io; intervalMs: number },
): Promise<ExitCode> {
  let release = first;
  await draw(release);
  while (!isTerminal(release.record.status)) {
    await io.sleep(intervalMs);
    const next = await remote.release(release.record.releaseId);
    if (next !== undefined) release = next;
    await draw(release);
  }
  return endCode(release.record);
}

function endCode({ status }: ReleaseRecord): ExitCode {
  if (status === 'PROMOTED') return exitCodes.done;
  return status === 'ROLLED_BACK' ? exitCodes.rolledBack : exitCodes.failed;
}

function redrawn(remote: Remote, io: Io): Draw {
  const frame = createFrame(io);
  return async (release) => {
    const now = await remote.now();
    const verdict = await remote.verdict(release, now);
    frame(renderRelease({ release, verdict, now }, io));
  };
}

/** Every event once, then what the release waits for, whenever that is something new. */
export function lines(remote: Remote, io: Io): Draw {
  const paint = paints(io.colour);
  let [shown, waitedFor] = [0, ''];
  return async (release) => {
    const now = await remote.now();
    const { events, record } = release;
    // A log is searched, not looked at: nothing is cut.
    const columns = io.terminal ? io.columns : Number.POSITIVE_INFINITY;
    for (const event of events.slice(shown)) io.out(`${eventLine(event, now, columns, paint)}\n`);
    const waits = record.waitingFor ?? record.hold?.reason ?? '';
    const ended = isTerminal(record.status);
    if ((waits !== '' && waits !== waitedFor) || ended) {
      const { text, command } = whatNext(release, now);
      const said = [text, ...(command === undefined ? [] : [command])].join(': ');
      io.out(`${ended ? `${record.status}: ` : ''}${said}\n`);
    }
    [shown, waitedFor] = [events.length, waits];
  };
}

function jsonLines(io: Io): Draw {
  let shown = 0;
  return async ({ events }) => {
    for (const event of events.slice(shown)) io.out(`${JSON.stringify(event)}\n`);
    shown = events.length;
  };
}

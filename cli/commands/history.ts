/** `spillway history`: what was released, when, by whom, and how it ended. */
import type { ReleaseRecord } from '../../core/release/record.ts';
import { readArguments, readNumber } from '../arguments.ts';
import { exitCodes, UsageError } from '../command.ts';
import { type Remote, RemoteError } from '../remote.ts';
import { printJson, remoteCommand } from '../remote-command.ts';
import { renderHistory } from '../render/history.ts';
import { unknownName } from '../target.ts';

const LIMIT = 20;

export const history = remoteCommand({
  name: 'history',
  summary: 'List releases, newest first: version, outcome, duration, reason',
  usage: `Usage: spillway history [SERVICE] [--limit N] [--json]

  SERVICE    only the releases of this service
  --limit N  at most N releases; ${LIMIT} if not given
  --json     print {"releases"}: the records, newest first`,
  examples: ['spillway history auth-service --limit 5', 'spillway history --json'],
  async run(args, io, open) {
    const { values, positionals } = readArguments(args, {
      json: { type: 'boolean', default: false },
      limit: { type: 'string', default: String(LIMIT) },
    });
    const limit = Math.floor(readNumber('limit', values.limit));
    if (positionals.length > 1) throw new UsageError('one service at a time');
    const remote = await open();
    const services = await chosenServices(remote, positionals[0]);
    const all = await Promise.all(services.map((service) => remote.releases(service, limit)));
    const releases = all.flat().sort(newestFirst).slice(0, limit);
    if (values.json) printJson(io, { releases });
    else {
      // A log is searched, not looked at: nothing is cut.
      const columns = io.terminal ? io.columns : Number.POSITIVE_INFINITY;
      io.out(renderHistory(releases, await remote.now(), { colour: io.colour, columns }));
    }
    return exitCodes.done;
  },
});

export async function chosenServices(
  remote: Remote,
  name: string | undefined,
): Promise<readonly string[]> {
  if (name === undefined) return remote.services();
  if ((await remote.service(name)) !== undefined) return [name];
  throw new RemoteError(await unknownName(remote, name));
}

const newestFirst = (a: ReleaseRecord, b: ReleaseRecord): number =>
  a.receivedAt === b.receivedAt ? 0 : a.receivedAt < b.receivedAt ? 1 : -1;

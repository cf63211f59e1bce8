/** `spillway dora`: the four keys of delivery, from the ledger. */
import { addSeconds } from '../../core/contract/instant.ts';
import { dora as measure } from '../../core/dora/dora.ts';
import { readArguments, readNumber } from '../arguments.ts';
import { exitCodes, UsageError } from '../command.ts';
import type { Remote } from '../remote.ts';
import { printJson, remoteCommand } from '../remote-command.ts';
import { renderDora } from '../render/dora.ts';
import { chosenServices } from './history.ts';

const DAYS = 30;
const DAY_SECONDS = 86_400;
/** A service that releases more than thirty times a day is measured by its last thousand releases. */
const RELEASES_MAX = 1000;

export const dora = remoteCommand({
  name: 'dora',
  summary: 'Show deployment frequency, lead time, failure rate and time to restore',
  usage: `Usage: spillway dora [SERVICE] [--days N] [--json]

  SERVICE   only this service
  --days N  of the last N days; ${DAYS} if not given
  --json    print {"period", "overall", "services"}`,
  examples: ['spillway dora --days 90', 'spillway dora auth-service --json'],
  async run(args, io, open) {
    const { values, positionals } = readArguments(args, {
      json: { type: 'boolean', default: false },
      days: { type: 'string', default: String(DAYS) },
    });
    const days = readNumber('days', values.days);
    if (days === 0) throw new UsageError('--days takes a number above 0');
    if (positionals.length > 1) throw new UsageError('one service at a time');
    const remote = await open();
    const services = await chosenServices(remote, positionals[0]);
    const to = await remote.now();
    const period = { from: addSeconds(to, -days * DAY_SECONDS), to };
    const ledgers = await Promise.all(services.map((service) => ledgersOf(remote, service)));
    const report = measure(ledgers.flat(), period);
    if (values.json) printJson(io, report);
    else io.out(renderDora(report, io.colour));
    return exitCodes.done;
  },
});

async function ledgersOf(remote: Remote, service: string) {
  const records = await remote.releases(service, RELEASES_MAX);
  const releases = await Promise.all(records.map(({ releaseId }) => remote.release(releaseId)));
  return releases.flatMap((release) => (release === undefined ? [] : [release.events]));
}

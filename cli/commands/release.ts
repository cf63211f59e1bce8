/** `spillway release`: starts a release by hand, in the caller's own name. */
import { readTrigger } from '../../core/intake/read-trigger.ts';
import { readArguments } from '../arguments.ts';
import { type ExitCode, exitCodes, type Io, UsageError } from '../command.ts';
import { type Remote, RemoteError, type Wish } from '../remote.ts';
import { printJson, remoteCommand } from '../remote-command.ts';
import { safeText } from '../render/safe-text.ts';
import { oneName, unknownName } from '../target.ts';
import { watch } from './watch.ts';

/** Until the release is admitted; after that it can be watched. */
const ADMISSION_LOOKS = 60;
const LOOK_MS = 1000;

export const release = remoteCommand({
  name: 'release',
  summary: 'Start a release of a version, a digest, or a commit to build from',
  usage: `Usage: spillway release SERVICE --version V|--digest D|--source COMMIT [--reason TEXT]
                        [--override-quarantine] [--override-alarm NAME]... [--watch] [--json]

  SERVICE                a registered service
  --version V            an image that was pushed, by its tag
  --digest D             an image that was pushed: sha256: and 64 hexadecimal digits
  --source COMMIT        a commit or branch, where the spec builds from source
  --reason TEXT          goes into the ledger, beside your identity
  --override-quarantine  although this image was rolled back before
  --override-alarm NAME  although this alarm is up: for the repair of what it complains about.
                         It judges again once it was down. Several: say it again. Needs a reason
  --watch                follow it to its end: 0 promoted, 3 rolled back, 1 otherwise
  --json                 print {"executionArn", "releaseId"}; with --watch, the events`,
  examples: [
    'spillway release auth-service --version v1.3.0 --watch',
    'spillway release auth-service --source 4f2a91c --reason "hotfix for the login"',
    'spillway release auth-service --version v1.3.1 --override-alarm spillway/auth-service/production/b/error-rate --reason "repairs the login"',
  ],
  async run(args, io, open) {
    const { values, positionals } = readArguments(args, {
      version: { type: 'string' },
      digest: { type: 'string' },
      source: { type: 'string' },
      reason: { type: 'string', default: 'asked for' },
      'override-quarantine': { type: 'boolean', default: false },
      'override-alarm': { type: 'string', multiple: true, default: [] },
      watch: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    });
    const service = oneName(positionals, 'service');
    const { version, digest, source } = values;
    const artifact = Object.entries({ version, digest, source }).filter(([, text]) => text);
    if (artifact.length !== 1) throw new UsageError('name one: --version, --digest or --source');
    const wish: Wish = {
      service,
      reason: values.reason,
      overrideQuarantine: values['override-quarantine'],
      overrideAlarms: values['override-alarm'],
      ...Object.fromEntries(artifact),
    };
    const read = readTrigger(wish);
    if (!read.understood) throw new UsageError(read.reason);
    return start(await open(), wish, io, values);
  },
});

async function start(
  remote: Remote,
  wish: Wish,
  io: Io,
  { watch: watched, json }: { watch: boolean; json: boolean },
): Promise<ExitCode> {
  const { service } = wish;
  if ((await remote.service(service)) === undefined) {
    throw new RemoteError(await unknownName(remote, service));
  }
  const executionArn = await remote.start(wish);
  const record = await admitted(remote, executionArn, service, io);
  if (record === undefined) {
    io.err(`started ${executionArn}, but it has not become a release; look at its history\n`);
    return exitCodes.failed;
  }
  const { releaseId } = record;
  if (record.status === 'REJECTED') {
    io.err(`${releaseId} was refused: ${safeText(record.reason)}\n`);
    return exitCodes.failed;
  }
  if (watched) {
    return watch(() => Promise.resolve(remote)).run([releaseId, ...(json ? ['--json'] : [])], io);
  }
  if (json) printJson(io, { executionArn, releaseId });
  else io.out(`${releaseId} is on its way\n  spillway watch ${releaseId}\n`);
  return exitCodes.done;
}

/** What is refused at the door is refused a moment after it was written down. */
async function admitted(remote: Remote, executionArn: string, service: string, io: Io) {
  let record: Awaited<ReturnType<Remote['ledBy']>>;
  for (let looks = 0; looks < ADMISSION_LOOKS; looks += 1) {
    record = await remote.ledBy(executionArn, service);
    if (record !== undefined && record.status !== 'RECEIVED') return record;
    await io.sleep(LOOK_MS);
  }
  return record;
}

/** `spillway release`: starts a release by hand, in the caller's own name. */
import { readArguments } from '../arguments.ts';
import { type ExitCode, exitCodes, type Io, UsageError } from '../command.ts';
import { type Remote, RemoteError, type Wish } from '../remote.ts';
import { printJson, remoteCommand } from '../remote-command.ts';
import { oneName, unknownName } from '../target.ts';
import { watch } from './watch.ts';

/** Until the release is admitted; after that it can be watched. */
const ADMISSION_LOOKS = 60;
const LOOK_MS = 1000;

export const release = remoteCommand({
  name: 'release',
  summary: 'Start a release of a version, a digest, or a commit to build from',
  usage: `Usage: spillway release SERVICE --version V|--digest D|--source COMMIT [--reason TEXT]
                        [--override-quarantine] [--watch] [--json]

  SERVICE                a registered service
  --version V            an image that was pushed, by its tag
  --digest D             an image that was pushed: sha256: and 64 hexadecimal digits
  --source COMMIT        a commit or branch, where the spec builds from source
  --reason TEXT          goes into the ledger, beside your identity
  --override-quarantine  although this image was rolled back before
  --watch                follow it to its end: 0 promoted, 3 rolled back, 1 otherwise
  --json                 print {"executionArn", "releaseId"}; with --watch, the events`,
  examples: [
    'spillway release auth-service --version v1.3.0 --watch',
    'spillway release auth-service --source 4f2a91c --reason "hotfix for the login"',
  ],
  async run(args, io, open) {
    const { values, positionals } = readArguments(args, {
      version: { type: 'string' },
      digest: { type: 'string' },
      source: { type: 'string' },
      reason: { type: 'string', default: 'asked for' },
      'override-quarantine': { type: 'boolean', default: false },
      watch: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    });
    const service = oneName(positionals, 'service');
    const { version, digest, source } = values;
    const artifact = Object.entries({ version, digest, source }).filter(([, text]) => text);
    if (artifact.length !== 1) throw new UsageError('name one: --version, --digest or --source');
    const { reason, 'override-quarantine': overrideQuarantine } = values;
    const wish: Wish = { service, reason, overrideQuarantine, ...Object.fromEntries(artifact) };
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
  const releaseId = await admittedId(remote, executionArn, service, io);
  if (releaseId === undefined) {
    io.err(`started ${executionArn}, but it has not become a release; look at its history\n`);
    return exitCodes.failed;
  }
  if (watched) {
    return watch(() => Promise.resolve(remote)).run([releaseId, ...(json ? ['--json'] : [])], io);
  }
  if (json) printJson(io, { executionArn, releaseId });
  else io.out(`${releaseId} is on its way\n  spillway watch ${releaseId}\n`);
  return exitCodes.done;
}

async function admittedId(remote: Remote, executionArn: string, service: string, io: Io) {
  for (let looks = 0; looks < ADMISSION_LOOKS; looks += 1) {
    const record = await remote.ledBy(executionArn, service);
    if (record !== undefined) return record.releaseId;
    await io.sleep(LOOK_MS);
  }
  return undefined;
}

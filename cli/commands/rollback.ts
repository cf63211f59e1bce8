/** `spillway rollback`: whatever a service is doing, the version before serves again. */
import { readArguments } from '../arguments.ts';
import { exitCodes } from '../command.ts';
import { send } from '../decision-command.ts';
import { type Remote, RemoteError, type ServiceState } from '../remote.ts';
import { remoteCommand } from '../remote-command.ts';
import { oneName, unknownName } from '../target.ts';

export const rollback = remoteCommand({
  name: 'rollback',
  summary: 'Give the version before all traffic again, also after the release has ended',
  usage: `Usage: spillway rollback SERVICE [--environment NAME] [--digest DIGEST] [--reason TEXT] [--json]

  SERVICE             a service
  --environment NAME  where; the last environment of its spec if not given
  --digest DIGEST     only if this is what moves or serves there
  --reason TEXT       goes into the ledger, beside your identity
  --json              print {"kind": "done"|"stale"|"refused", "message", "code"}

While a release moves there, or its old version is still warm, traffic goes back at once. Afterwards
the last good version is released again.`,
  examples: [
    'spillway rollback auth-service --reason "wrong prices"',
    'spillway rollback auth-service --environment staging --json',
  ],
  async run(args, io, open) {
    const { values, positionals } = readArguments(args, {
      environment: { type: 'string' },
      digest: { type: 'string' },
      reason: { type: 'string', default: 'no reason given' },
      json: { type: 'boolean', default: false },
    });
    const name = oneName(positionals, 'service');
    const remote = await open();
    const { service, state } = await findService(remote, name);
    const environment = values.environment ?? state.environments.at(-1)?.name ?? '';
    const digest = values.digest ?? servedDigest(state, environment);
    if (digest === undefined) {
      io.err(`spillway rollback: nothing was released in "${environment}" of ${service} yet\n`);
      return exitCodes.failed;
    }
    const { reason, json } = values;
    const decision = { kind: 'service', action: 'rollback', service, environment, digest, reason };
    return send(remote, { ...decision, kind: 'service', action: 'rollback' }, io, json);
  },
});

async function findService(
  remote: Remote,
  name: string,
): Promise<{ readonly service: string; readonly state: ServiceState }> {
  const service = (await remote.release(name))?.record.service ?? name;
  const state = await remote.service(service);
  if (state === undefined) throw new RemoteError(await unknownName(remote, name));
  return { service, state };
}

/** What moves goes first: it is what users may suffer from. */
function servedDigest({ environments }: ServiceState, name: string): string | undefined {
  const here = environments.find((environment) => environment.name === name);
  return here?.moving?.candidateDigest ?? here?.stable?.digest;
}

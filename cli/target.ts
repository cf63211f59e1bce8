/** What a name on the command line stands for: a release by its id, or a service and what it is doing. */
import { UsageError } from './command.ts';
import { type ReleaseState, type Remote, RemoteError } from './remote.ts';

export function oneName(positionals: readonly string[], what: string): string {
  const [name, more] = positionals;
  if (name === undefined) throw new UsageError(`name a ${what}`);
  if (more !== undefined)
    throw new UsageError(`one ${what} at a time, got "${name}" and "${more}"`);
  return name;
}

/** A service stands for the release that moves, or else waits, or else was the last. */
export async function findRelease(remote: Remote, name: string): Promise<ReleaseState> {
  const direct = await remote.release(name);
  if (direct !== undefined) return direct;
  const service = await remote.service(name);
  if (service === undefined) throw new RemoteError(await unknownName(remote, name));
  const { moving, waiting } = service.lane;
  const [last] = await remote.releases(name, 1);
  const releaseId = moving?.releaseId ?? waiting?.releaseId ?? last?.releaseId;
  const found = releaseId === undefined ? undefined : await remote.release(releaseId);
  if (found === undefined) throw new RemoteError(`${name} has had no release yet`);
  return found;
}

export async function unknownName(remote: Remote, name: string): Promise<string> {
  const services = await remote.services();
  const known = services.length === 0 ? 'none is registered' : [...services].sort().join(', ');
  return `there is no release and no service "${name}"; services: ${known}`;
}

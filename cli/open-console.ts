/** The console over whatever Spillway the environment leads to. */
import { readAddresses } from '../aws/addresses.ts';
import { openOperateClient } from '../aws/operate-client.ts';
import { openRegistry } from '../aws/registry.ts';
import { openAwsBoard } from '../console/aws-board/aws-board.ts';
import { type Console, startConsole } from '../console/server.ts';
import { environmentNames } from '../core/contract/environment-names.ts';
import { worldClock } from './aws.ts';
import type { Io } from './command.ts';
import { localDefaults } from './endpoint.ts';
import { steerTwin } from './steer-twin.ts';
import { findTwin } from './twin-door.ts';

/** Its time may run a hundred times faster than ours, and its answers cost nothing. */
const TWIN_LOOK_MS = 500;
const REGISTRY_PREFIX = '/spillway';

export async function openConsole(io: Io, { port }: { readonly port: number }): Promise<Console> {
  Object.assign(process.env, localDefaults(io.env));
  const registryPrefix = io.env[environmentNames.registryPrefix] ?? REGISTRY_PREFIX;
  const { tableName, operateUrl } = await readAddresses(registryPrefix);
  const endpoint = io.env['AWS_ENDPOINT_URL'];
  const client = openOperateClient({ url: operateUrl, endpoint });
  const door = await findTwin(io.env);
  const clock = worldClock(door);
  return startConsole({
    port,
    place: door === undefined ? (process.env['AWS_REGION'] ?? 'AWS') : 'twin',
    board: openAwsBoard({
      tableName,
      registryPrefix,
      nowMs: async () => Date.parse(await clock()),
      ...(door === undefined ? {} : { staleMs: TWIN_LOOK_MS }),
    }),
    operator: { decide: (decision) => client.decide(decision) },
    ...(door === undefined
      ? {}
      : { twin: steerTwin(door, openRegistry(registryPrefix)), intervalMs: TWIN_LOOK_MS }),
  });
}

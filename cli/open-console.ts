/** The console over whatever Spillway the environment leads to. */
import { readAddresses } from '../aws/addresses.ts';
import { openOperateClient } from '../aws/operate-client.ts';
import { openAwsBoard } from '../console/aws-board/aws-board.ts';
import { type Console, startConsole } from '../console/server.ts';
import type { TwinControls } from '../console/twin-controls.ts';
import { environmentNames } from '../core/contract/environment-names.ts';
import { worldTime } from './aws.ts';
import type { Io } from './command.ts';
import { isTwin, twinDefaults } from './endpoint.ts';

/** Its time may run a hundred times faster than ours, and its answers cost nothing. */
const TWIN_LOOK_MS = 500;
const REGISTRY_PREFIX = '/spillway';

export interface ConsoleWishes {
  readonly port: number;
  /** Only where the world is a twin of this process. */
  readonly twin?: TwinControls;
  readonly nowMs?: () => number;
}

export async function openConsole(io: Io, { port, twin, nowMs }: ConsoleWishes): Promise<Console> {
  Object.assign(process.env, twinDefaults(io.env));
  const registryPrefix = io.env[environmentNames.registryPrefix] ?? REGISTRY_PREFIX;
  const { tableName, operateUrl } = await readAddresses(registryPrefix);
  const endpoint = io.env['AWS_ENDPOINT_URL'];
  const client = openOperateClient({ url: operateUrl, endpoint });
  return startConsole({
    port,
    place: isTwin(io.env) ? 'twin' : (process.env['AWS_REGION'] ?? 'AWS'),
    board: openAwsBoard({
      tableName,
      registryPrefix,
      nowMs: nowMs ?? (async () => Date.parse(await worldTime(io.env))),
      ...(twin === undefined ? {} : { staleMs: TWIN_LOOK_MS }),
    }),
    operator: { decide: (decision) => client.decide(decision) },
    ...(twin === undefined ? {} : { twin, intervalMs: TWIN_LOOK_MS }),
  });
}

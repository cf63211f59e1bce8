/** Spillway in an AWS account, or on a twin: found through Parameter Store, spoken to in the caller's name. */
import { readAddresses } from '../aws/addresses.ts';
import { openArchive } from '../aws/archive.ts';
import { callerIdentity } from '../aws/caller-identity.ts';
import { openEnvironments } from '../aws/environments.ts';
import { openExecutions } from '../aws/executions.ts';
import { noneThere } from '../aws/failure.ts';
import { openFreezes } from '../aws/freezes.ts';
import { openLanes } from '../aws/lanes.ts';
import { openLedger } from '../aws/ledger.ts';
import { openOperateClient } from '../aws/operate-client.ts';
import { openPlans } from '../aws/plans.ts';
import { openRegistry } from '../aws/registry.ts';
import { openTable } from '../aws/table.ts';
import { environmentNames } from '../core/contract/environment-names.ts';
import { toInstant } from '../core/contract/instant.ts';
import { localDefaults } from './endpoint.ts';
import { openLiveJudge } from './live-judge.ts';
import { pushImage } from './push-image.ts';
import type { OpenRemote, ReleaseState, Remote, ServiceState } from './remote.ts';
import { findTwin, type TwinDoor } from './twin-door.ts';

const REGISTRY_PREFIX = '/spillway';
/** Among these is the one that was just started. */
const RECENT = 5;

export const openAws: OpenRemote = async (env) => {
  Object.assign(process.env, localDefaults(env));
  const prefix = env[environmentNames.registryPrefix] ?? REGISTRY_PREFIX;
  const addresses = await readAddresses(prefix);
  const door = await findTwin(env);
  const table = openTable(addresses.tableName);
  const [archive, environments, lanes, ledger, plans, registry] = [
    openArchive(table),
    openEnvironments(table),
    openLanes(table),
    openLedger(table),
    openPlans(table),
    openRegistry(prefix),
  ];

  async function service(name: string): Promise<ServiceState | undefined> {
    const spec = await registry.spec(name).catch(noneThere);
    if (spec === undefined) return undefined;
    const states = spec.environments.map(async (environment) => ({
      name: environment.name,
      ...(await environments.read({ service: name, environment: environment.name })),
    }));
    return { spec, lane: await lanes.read(name), environments: await Promise.all(states) };
  }

  async function release(releaseId: string): Promise<ReleaseState | undefined> {
    const stored = await ledger.read(releaseId);
    if (stored === undefined) return undefined;
    const { record } = stored;
    const [events, plan] = await Promise.all([
      ledger.events(releaseId),
      record.admission === null ? null : plans.read(releaseId),
    ]);
    return { record, events, plan };
  }

  return {
    service,
    release,
    now: worldClock(door),
    services: () => registry.services(),
    releases: archive.releasesOf,
    freezes: () => openFreezes(table).list(),
    verdict: openLiveJudge({ environments, registry }),
    decide(decision) {
      const endpoint = env['AWS_ENDPOINT_URL'];
      return openOperateClient({ url: addresses.operateUrl, endpoint }).decide(decision);
    },
    start: (wish) => startRelease(addresses.releaseMachineArn, wish, Date.now()),
    async ledBy(executionArn, name) {
      for (const { releaseId } of await archive.releasesOf(name, RECENT)) {
        const stored = await ledger.read(releaseId);
        if (stored?.executionArn === executionArn) return stored.record;
      }
      return undefined;
    },
    async push({ service: name, ...image }) {
      if (door === undefined) return undefined;
      const { repository, architecture } = await registry.spec(name);
      return pushImage(door, { repository, architecture, ...image });
    },
  };
};

/** A twin has a clock of its own, and says what it shows. */
export const worldClock =
  (door: TwinDoor | undefined): (() => Promise<string>) =>
  async () =>
    door === undefined ? toInstant(Date.now()) : (await door.time()).now;

async function startRelease(
  machineArn: string,
  { overrideQuarantine, overrideAlarms, ...wish }: Parameters<Remote['start']>[0],
  nowMs: number,
): Promise<string> {
  const name = `${wish.service}-cli-${nowMs}`;
  const actor = await callerIdentity();
  const input = {
    ...wish,
    actor,
    ...(overrideQuarantine ? { overrideQuarantine } : {}),
    ...(overrideAlarms.length > 0 ? { overrideAlarms } : {}),
  };
  await openExecutions().start({ machineArn, name, input });
  return `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

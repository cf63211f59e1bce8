// One rehearsal: a world, a push, everything that the scenario wants to happen, until the releases have ended.

import type { Site } from '../core/contract/site.ts';
import { isTerminal } from '../core/release/transitions.ts';
import type { Assembly } from '../twin/assembly/assembly.ts';
import { readScenario } from '../twin/scenario/read-scenario.ts';
import type { Scenario } from '../twin/scenario/schema.ts';
import { changeBehaviour, createBehaviourLookup } from '../twin/users/versions.ts';
import { scheduleActions } from './actions.ts';
import { approveWhatWaits } from './approver.ts';
import { letBuildsPush, releaseSource } from './build-from-source.ts';
import { doorOf } from './door-of.ts';
import { readLedger } from './ledger.ts';
import { candidateSlot, type Observer, observe } from './observer.ts';
import { recordServing } from './record-serving.ts';
import { type RehearsalReport, reportOn } from './report.ts';
import { repositoryOf } from './repository.ts';
import type { RehearsalScenario } from './scenario.ts';
import { startShopWith } from './shop.ts';
import { architecturesFor, specOf } from './spec-of.ts';
import { requireService } from './unfit-app.ts';
import type { World } from './world.ts';

export interface Rehearsal {
  readonly scenario: RehearsalScenario;
  readonly seed: number;
  readonly assembly: Assembly;
  /** Told what happens, as it happens. */
  readonly watch?: (world: World, observer: Observer) => void;
  readonly nowMs: () => number;
}

/** Alarms need some minutes of traffic before they are calm. */
const WARM_UP_MS = 6 * 60_000;
/** What takes longer is a bad answer to a person. */
const PATIENCE = '3s';
/** Faults that begin with the push are there before it. */
const PUSH_DELAY_MS = 1000;
const LOOK_EVERY_MS = 60_000;
/** The first minutes after the end: notices, scaling, alarms that calm down. */
const AFTER_MS = 3 * 60_000;

export async function rehearse(options: Rehearsal): Promise<RehearsalReport> {
  const { scenario, seed, assembly, nowMs } = options;
  const { service } = scenario;
  const startedMs = nowMs();
  const world = await startShop({ scenario, seed, assembly });
  requireService(world, scenario.service);
  const { twin } = world;
  const observer = observe(twin, world.sites, world.region);
  options.watch?.(world, observer);
  const { [service]: _own, ...others } = scenario.serving;
  await recordServing(world, others);
  await twin.pump.run(twin.clock.now() + WARM_UP_MS);
  let digest = '';
  const pushedAt = twin.clock.now() + PUSH_DELAY_MS;
  const { version, commit } = scenario;
  const architectures = scenario.architectures ?? architecturesFor(await specOf(world, service));
  const push = () => {
    digest = pushVersion(world, scenario, architectures);
  };
  // Before the scenario's own wishes, which may let the build fail.
  const source = commit === undefined ? undefined : { service, version, commit };
  if (source !== undefined) await letBuildsPush(world, source, push);
  scheduleActions(world, scenario, () => digest);
  await twin.pump.run(pushedAt);
  misbehaveInTime(world, scenario, observer, pushedAt);
  if (source === undefined) push();
  else await releaseSource(world, source);
  if (scenario.approve) approveWhatWaits(world, scenario.service);
  await runToTheEnd(world, scenario, pushedAt);
  world.users.stop();
  return reportOn({ world, observer, scenario, seed, pushedAt, wallMs: nowMs() - startedMs });
}

interface Shop {
  readonly scenario: Pick<
    RehearsalScenario,
    'service' | 'requestsPerSecond' | 'stagingRequestsPerSecond'
  >;
  readonly seed: number;
  readonly assembly: Assembly;
}

/** The shop with the users of one service; what runs first is called `initial`. */
function startShop({ scenario, seed, assembly }: Shop): Promise<World> {
  return startShopWith({ assembly, seed, scenario: (sites) => usersOf(sites, scenario) });
}

function usersOf(sites: readonly Site[], scenario: Shop['scenario']): Scenario {
  const users = sites
    .filter(({ service }) => service === scenario.service)
    .map((site) => ({
      name: `${site.service} ${site.environment}`,
      listener: doorOf(site),
      patience: PATIENCE,
      requestsPerSecond:
        site.environment === 'staging'
          ? scenario.stagingRequestsPerSecond
          : scenario.requestsPerSecond,
    }));
  return readScenario(JSON.stringify({ name: 'users', users }));
}

/** The version misbehaves from its start, or once it gets a share of production's users. */
function misbehaveInTime(
  { twin, region }: World,
  scenario: RehearsalScenario,
  observer: Observer,
  at: number,
): void {
  const version = { image: { tag: scenario.version }, behaviour: scenario.behaviour };
  const misbehave = () =>
    twin.peer('ecs', region).setBehaviours(changeBehaviour(createBehaviourLookup([]), version));
  if (scenario.fromWeight === 0) misbehave();
  observer.onShare(({ site, percents }) => {
    if (site.service !== scenario.service || site.environment === 'staging') return;
    const share = percents[candidateSlot(observer.shares, site, at)];
    if (share > 0 && share >= scenario.fromWeight) misbehave();
  });
}

function pushVersion(
  world: World,
  { service, version, signed }: RehearsalScenario,
  architectures: readonly [string, ...string[]],
): string {
  return world.twin.peer('ecr', world.region).push({
    repositoryName: repositoryOf(world, service),
    tags: [version],
    architectures,
    maySign: signed,
  });
}

async function runToTheEnd(world: World, scenario: RehearsalScenario, from: number): Promise<void> {
  const { clock, pump } = world.twin;
  const giveUpAt = from + scenario.hoursMax * 3600_000;
  const lastAction = Math.max(
    0,
    ...scenario.actions.map(({ at }) => at),
    ...scenario.timeline.map(({ at }) => at),
  );
  while (clock.now() < giveUpAt) {
    await pump.run(clock.now() + LOOK_EVERY_MS);
    if (clock.now() < from + lastAction + AFTER_MS) continue;
    const releases = await readLedger(world, scenario.service);
    if (releases.length > 0 && releases.every(({ record }) => isTerminal(record.status))) break;
  }
  await pump.run(clock.now() + AFTER_MS);
}

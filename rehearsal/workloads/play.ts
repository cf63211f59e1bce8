// Plays many services in one world: each has a history of its own, and is watched in each of its places.
import type { DescribeServicesCommandOutput } from '@aws-sdk/client-ecs';
import type { Site } from '../../core/contract/site.ts';
import type { Spec } from '../../core/spec/spec.ts';
import type { Assembly } from '../../twin/assembly/assembly.ts';
import { approveWhatWaits } from '../approver.ts';
import type { History, Stroke } from '../campaign/history.ts';
import { type Look, look } from '../campaign/look.ts';
import { call, type Stage, schedule } from '../campaign/perform.ts';
import { listenToNotices, testimonyOf } from '../campaign/play.ts';
import { type Recorder, recordFleet } from '../campaign/record.ts';
import { scenarioOf } from '../campaign/scenario-of.ts';
import type { SeenPush, Witness } from '../campaign/witness.ts';
import { recordServing } from '../record-serving.ts';
import { startShopWith } from '../shop.ts';
import { specOf } from '../spec-of.ts';
import type { World } from '../world.ts';
import { type ApiLoad, meter } from './figures.ts';

export interface Fleet {
  readonly assembly: Assembly;
  readonly seed: number;
  readonly requestsPerSecond: number;
  readonly lookEveryMs: number;
  /** What befalls a service. */
  readonly strokesOf: (service: string) => readonly Stroke[];
  /** What other services are said to serve before anything happens, by service. */
  readonly serving?: Readonly<Record<string, string>>;
  readonly onLook?: (look: { readonly virtualMs: number; readonly open: number }) => void;
}

export interface Played {
  /** One for each place. */
  readonly witnesses: readonly Witness[];
  readonly startedAt: number;
  readonly apis: readonly ApiLoad[];
}

const MINUTE_MS = 60_000;
const WARM_UP_MS = 5 * MINUTE_MS;
const WARM_UP_MAX_MS = 30 * MINUTE_MS;
const AFTER_MS = 6 * MINUTE_MS;
const PATIENCE_MS = 24 * 60 * MINUTE_MS;
/** Whoever listens hears all of it. */
const TRACE_KEPT = 1000;
/** Two for each service, and some of Spillway's own. Without being asked, AWS gives 300. */
const RULES_PER_BUS = 2000;

/** One place of a service. */
interface Part {
  readonly stage: Stage;
  readonly history: History;
  readonly recorder: Recorder;
  readonly startedAt: number;
  readonly looks: Look[];
}

export async function playFleet(fleet: Fleet): Promise<Played> {
  const { assembly, seed, requestsPerSecond, strokesOf } = fleet;
  const historyOf = ({ service }: Site): History => ({
    seed,
    mix: 'calm',
    way: 'canary',
    requestsPerSecond,
    healMs: MINUTE_MS,
    strokes: strokesOf(service),
  });
  const world = await startShopWith({
    assembly,
    seed,
    keepTrace: TRACE_KEPT,
    services: { events: { rulesPerBus: RULES_PER_BUS } },
    scenario: (sites) => scenarioOf('workload', sites, historyOf),
  });
  const { twin } = world;
  const load = meter(twin.trace);
  const recorders = recordFleet(world);
  await listenToNotices(world);
  await recordServing(world, fleet.serving ?? {});
  await warmUp(world);
  const startedAt = twin.clock.now();
  const parts = await Promise.all(
    [...recorders].map(async ([site, recorder]): Promise<Part> => {
      recorder.see();
      const spec = await specOf(world, site.service);
      const initialDigest = recorder.sights.at(-1)?.behind.a[0] ?? '';
      const stage = {
        world,
        site,
        spec,
        initialDigest,
        requestsPerSecond,
        pushes: [],
        overrides: [],
      };
      return { stage, history: historyOf(site), recorder, startedAt, looks: [] };
    }),
  );
  const shared = sharePushes(parts);
  for (const { stage, history } of shared.filter(endsHere)) {
    schedule(stage, history.strokes);
    if (asksPeople(stage.spec)) approveWhatWaits(world, stage.site.service);
  }
  await runToTheEnd(world, shared, fleet);
  world.users.stop();
  const witnesses = await Promise.all(shared.map(witnessOf));
  return { witnesses, startedAt, apis: load.read() };
}

/** A push is to a service, wherever it runs. */
function sharePushes(parts: readonly Part[]): readonly Part[] {
  const pushes = new Map<string, SeenPush[]>();
  return parts.map((part) => {
    const own = pushes.get(part.stage.site.service) ?? [];
    pushes.set(part.stage.site.service, own);
    return { ...part, stage: { ...part.stage, pushes: own } };
  });
}

/** What happens to a service happens once, and where it matters. */
const endsHere = ({ stage: { spec, site } }: Part): boolean =>
  spec.environments.at(-1)?.name === site.environment;

const asksPeople = ({ environments }: Spec): boolean =>
  environments.some(({ gates }) => gates.some(({ kind }) => kind === 'approval'));

/** Until alarms are calm and every task runs: of many, some take long to start. */
async function warmUp(world: World): Promise<void> {
  const { clock, pump } = world.twin;
  const atLatest = clock.now() + WARM_UP_MAX_MS;
  await pump.run(clock.now() + WARM_UP_MS);
  while (clock.now() < atLatest && !(await allRun(world))) await pump.run(clock.now() + MINUTE_MS);
}

async function allRun(world: World): Promise<boolean> {
  for (const { clusterName, serviceName } of world.sites) {
    const { services = [] } = await call<DescribeServicesCommandOutput>(world, 'ecs', {
      operation: 'DescribeServices',
      input: { cluster: clusterName, services: [serviceName] },
    });
    if (services.some(({ runningCount = 0, desiredCount = 0 }) => runningCount < desiredCount))
      return false;
  }
  return true;
}

async function runToTheEnd(
  { twin }: World,
  parts: readonly Part[],
  { lookEveryMs, onLook }: Fleet,
): Promise<void> {
  const { clock, pump } = twin;
  const strokes = parts.flatMap(({ history }) => history.strokes);
  const beganAt = clock.now();
  const lastStrokeAt = beganAt + Math.max(0, ...strokes.map(({ atMs }) => atMs));
  const giveUpAt = lastStrokeAt + PATIENCE_MS;
  let open = parts.length;
  while (clock.now() < giveUpAt && (open > 0 || clock.now() < lastStrokeAt + lookEveryMs)) {
    await pump.run(clock.now() + lookEveryMs);
    open = 0;
    for (const { stage, history, recorder, looks } of parts) {
      recorder.see();
      const seen = await look(stage.world, stage.site);
      looks.push(seen);
      const isHeard = seen.releases.length > 0 || history.strokes.length === 0;
      if (!seen.quiet || !isHeard) open += 1;
    }
    onLook?.({ virtualMs: clock.now() - beganAt, open });
  }
  await pump.run(clock.now() + AFTER_MS);
}

async function witnessOf({ stage, looks, ...course }: Part): Promise<Witness> {
  const testimony = await testimonyOf(stage, course);
  const seen = await look(stage.world, stage.site);
  return {
    ...testimony,
    healedAt: course.startedAt,
    looks: [...looks, seen],
    faults: {},
    runs: {},
  };
}

// Plays a workload: each service has a history of its own, all of them in one world, judged one by one.
import type { Site } from '../../core/contract/site.ts';
import { isTerminal } from '../../core/release/transitions.ts';
import type { Assembly } from '../../twin/assembly/assembly.ts';
import { createRandom } from '../../twin/kernel/random.ts';
import type { History } from '../campaign/history.ts';
import { type Look, look } from '../campaign/look.ts';
import { type Stage, schedule } from '../campaign/perform.ts';
import { listenToNotices, testimonyOf } from '../campaign/play.ts';
import { scenarioOf } from '../campaign/scenario-of.ts';
import { type Recorder, record, type Witness } from '../campaign/witness.ts';
import { invariants } from '../invariants/all.ts';
import { startShopWith } from '../shop.ts';
import type { World } from '../world.ts';
import { type ApiLoad, meter } from './figures.ts';
import { type WorkloadName, workloads } from './workload.ts';

export interface Workloaded {
  readonly name: WorkloadName;
  readonly services: number;
  readonly seed: number;
  readonly assembly: Assembly;
  readonly nowMs: () => number;
  readonly onLook?: (look: { readonly virtualMs: number; readonly open: number }) => void;
}

export interface WorkloadReport {
  readonly workload: WorkloadName;
  readonly services: number;
  readonly seed: number;
  readonly releases: number;
  readonly outcomes: Readonly<Record<string, number>>;
  /** Of each release from its record to its end, in seconds, in order. */
  readonly seconds: readonly number[];
  /** From the first push to the end of the last release. */
  readonly finishedInSeconds: number;
  /** The longest time without any promotion, from the first push to the last. */
  readonly longestGapSeconds: number;
  readonly invariants: Readonly<
    Record<string, { readonly checked: number; readonly violated: number }>
  >;
  readonly violations: readonly {
    readonly service: string;
    readonly invariant: string;
    readonly detail: string;
  }[];
  readonly apis: readonly ApiLoad[];
  readonly heapMegabytes: number;
  readonly wallMs: number;
}

const MINUTE_MS = 60_000;
const WARM_UP_MS = 5 * MINUTE_MS;
const AFTER_MS = 6 * MINUTE_MS;
const PATIENCE_MS = 12 * 60 * MINUTE_MS;

/** Laws that look at one service alone, and at no calls: those cannot be told apart by service. */
const LAWS = ['I1', 'I2', 'I3', 'I6b', 'I8', 'I9', 'I10', 'I12', 'I13', 'I15', 'I17', 'I18', 'I20'];

interface Part {
  readonly site: Site;
  readonly history: History;
  readonly recorder: Recorder;
  readonly stage: Stage;
  readonly startedAt: number;
  readonly looks: Look[];
}

export async function playWorkload(options: Workloaded): Promise<WorkloadReport> {
  const { name, services, seed, assembly, nowMs } = options;
  const startedMs = nowMs();
  const { requestsPerSecond, draw } = workloads[name];
  const random = createRandom(seed).fork(name);
  const historyOf = ({ service }: Site): History => ({
    seed,
    mix: 'calm',
    requestsPerSecond,
    healMs: MINUTE_MS,
    strokes: draw(random.fork(service)),
  });
  const world = await startShopWith({
    assembly,
    seed,
    scenario: (sites) => scenarioOf('workload', sites, historyOf),
  });
  const { twin } = world;
  const load = meter(twin.trace);
  const recorders = world.sites.map((site) => [site, record(world, site, false)] as const);
  await listenToNotices(world);
  await twin.pump.run(twin.clock.now() + WARM_UP_MS);
  const startedAt = twin.clock.now();
  const parts = recorders.map(([site, recorder]): Part => {
    recorder.see();
    const initialDigest = recorder.sights.at(-1)?.behind.a[0] ?? '';
    const stage = { world, site, initialDigest, requestsPerSecond, pushes: [] };
    const history = historyOf(site);
    schedule(stage, history.strokes);
    return { site, history, recorder, stage, startedAt, looks: [] };
  });
  await runToTheEnd(world, parts, options);
  world.users.stop();
  const heapMegabytes = Math.round(process.memoryUsage().heapUsed / 2 ** 20);
  const witnesses = await Promise.all(parts.map(witnessOf));
  return {
    workload: name,
    services,
    seed,
    ...figuresOf(witnesses, startedAt),
    ...judge(witnesses),
    apis: load.read(),
    heapMegabytes,
    wallMs: nowMs() - startedMs,
  };
}

async function runToTheEnd(
  { twin }: World,
  parts: readonly Part[],
  { name, onLook }: Workloaded,
): Promise<void> {
  const { clock, pump } = twin;
  const { lookEveryMs } = workloads[name];
  const strokes = parts.flatMap(({ history }) => history.strokes);
  const lastStrokeAt = clock.now() + Math.max(0, ...strokes.map(({ atMs }) => atMs));
  const giveUpAt = lastStrokeAt + PATIENCE_MS;
  const beganAt = clock.now();
  let open = parts.length;
  while (clock.now() < giveUpAt && (open > 0 || clock.now() < lastStrokeAt + lookEveryMs)) {
    await pump.run(clock.now() + lookEveryMs);
    open = 0;
    for (const { stage, site, recorder, looks } of parts) {
      recorder.see();
      const seen = await look(stage.world, site);
      looks.push(seen);
      if (!seen.quiet || seen.releases.length === 0) open += 1;
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

function figuresOf(witnesses: readonly Witness[], startedAt: number) {
  const records = witnesses.flatMap(({ releases }) => releases.map(({ record: each }) => each));
  const outcomes: Record<string, number> = {};
  for (const { status } of records) outcomes[status] = (outcomes[status] ?? 0) + 1;
  const ended = records.flatMap((each) =>
    'endedAt' in each && isTerminal(each.status)
      ? [{ from: Date.parse(each.receivedAt), to: Date.parse(each.endedAt), status: each.status }]
      : [],
  );
  const promotions = ended.filter(({ status }) => status === 'PROMOTED').map(({ to }) => to);
  const lastPush = Math.max(...witnesses.flatMap(({ pushes }) => pushes.map(({ at }) => at)));
  const moments = [
    startedAt,
    ...promotions.sort((a, b) => a - b).filter((at) => at <= lastPush),
    lastPush,
  ];
  return {
    releases: records.length,
    outcomes,
    seconds: ended.map(({ from, to }) => (to - from) / 1000).sort((a, b) => a - b),
    finishedInSeconds: (Math.max(startedAt, ...ended.map(({ to }) => to)) - startedAt) / 1000,
    longestGapSeconds:
      Math.max(...moments.slice(1).map((at, index) => at - (moments[index] ?? at))) / 1000,
  };
}

function judge(witnesses: readonly Witness[]): Pick<WorkloadReport, 'invariants' | 'violations'> {
  const counts: Record<string, { checked: number; violated: number }> = {};
  const violations: { service: string; invariant: string; detail: string }[] = [];
  for (const witness of witnesses) {
    for (const { id, judge: judgeLaw } of invariants.filter((law) => LAWS.includes(law.id))) {
      const { checked, violations: broken } = judgeLaw(witness);
      const known = counts[id] ?? { checked: 0, violated: 0 };
      counts[id] = { checked: known.checked + checked, violated: known.violated + broken.length };
      for (const { detail } of broken) {
        violations.push({ service: witness.site.service, invariant: id, detail });
      }
    }
  }
  return { invariants: counts, violations };
}

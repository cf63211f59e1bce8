// What a workload showed: how long it took against a release that is alone, what it asked of AWS, which laws it broke.
import { isTerminal } from '../../core/release/transitions.ts';
import type { Assembly } from '../../twin/assembly/assembly.ts';
import { createRandom } from '../../twin/kernel/random.ts';
import type { Witness } from '../campaign/witness.ts';
import type { ApiLoad } from './figures.ts';
import { type Judged, judgeFleet } from './judge.ts';
import { type Fleet, playFleet } from './play.ts';
import { push, type Workload, type WorkloadName, workloads } from './workload.ts';

export interface Workloaded {
  readonly name: WorkloadName;
  readonly services: number;
  readonly seed: number;
  readonly assembly: Assembly;
  /** Where one of its services releases while nothing else happens. */
  readonly alone: Alone;
  readonly nowMs: () => number;
  readonly onLook?: Fleet['onLook'];
}

export interface Alone {
  readonly assembly: Assembly;
  readonly service: string;
  readonly version: string;
  readonly serving?: NonNullable<Fleet['serving']>;
}

export interface WorkloadReport extends Judged {
  readonly workload: WorkloadName;
  readonly services: number;
  readonly seed: number;
  readonly releases: number;
  readonly outcomes: Readonly<Record<string, number>>;
  /** Of each release from its record to its end, in seconds, in order. */
  readonly seconds: readonly number[];
  /** From the first push to the end of the last release. */
  readonly finishedInSeconds: number;
  /** The same of a good release that is alone; in the shop, of the service that takes longest. */
  readonly unloadedSeconds: number;
  /** The longest time without any promotion, from the first push to the last. */
  readonly longestGapSeconds: number;
  readonly apis: readonly ApiLoad[];
  /** The most that the process has had. */
  readonly memoryMegabytes: number;
  readonly wallMs: number;
}

export async function playWorkload(options: Workloaded): Promise<WorkloadReport> {
  const { name, services, seed, assembly, alone, nowMs, onLook } = options;
  const startedMs = nowMs();
  const { requestsPerSecond, lookEveryMs, draw }: Workload = workloads[name];
  const common = { seed, requestsPerSecond, lookEveryMs };
  const unloaded = await playFleet({
    ...common,
    ...alone,
    strokesOf: (service) => (service === alone.service ? [push(0, alone.version)] : []),
  });
  const random = createRandom(seed).fork(name);
  const played = await playFleet({
    ...common,
    assembly,
    strokesOf: (service) => draw(random.fork(service), service),
    ...(onLook === undefined ? {} : { onLook }),
  });
  const unloadedSeconds = finishOf(unloaded);
  return {
    workload: name,
    services,
    seed,
    ...countsOf(played.witnesses),
    finishedInSeconds: finishOf(played),
    unloadedSeconds,
    longestGapSeconds: longestGap(played),
    ...judgeFleet(played.witnesses, 1000 * unloadedSeconds),
    apis: played.apis,
    memoryMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    wallMs: nowMs() - startedMs,
  };
}

interface Ended {
  readonly from: number;
  readonly to: number;
  readonly status: string;
}

/** Of each service once, in whatever places it runs. */
const recordsOf = (witnesses: readonly Witness[]) =>
  witnesses
    .filter(({ terms }) => terms.isLast)
    .flatMap(({ releases }) => releases.map(({ record }) => record));

const endsOf = (witnesses: readonly Witness[]): readonly Ended[] =>
  recordsOf(witnesses).flatMap((each) =>
    'endedAt' in each && isTerminal(each.status)
      ? [{ from: Date.parse(each.receivedAt), to: Date.parse(each.endedAt), status: each.status }]
      : [],
  );

interface Course {
  readonly witnesses: readonly Witness[];
  readonly startedAt: number;
}

const finishOf = ({ witnesses, startedAt }: Course): number =>
  (Math.max(startedAt, ...endsOf(witnesses).map(({ to }) => to)) - startedAt) / 1000;

function countsOf(witnesses: readonly Witness[]) {
  const records = recordsOf(witnesses);
  const outcomes: Record<string, number> = {};
  for (const { status } of records) outcomes[status] = (outcomes[status] ?? 0) + 1;
  const seconds = endsOf(witnesses).map(({ from, to }) => (to - from) / 1000);
  return { releases: records.length, outcomes, seconds: seconds.sort((a, b) => a - b) };
}

function longestGap({ witnesses, startedAt }: Course): number {
  const lastPush = Math.max(...witnesses.flatMap(({ pushes }) => pushes.map(({ at }) => at)));
  const promotions = endsOf(witnesses)
    .filter(({ status, to }) => status === 'PROMOTED' && to <= lastPush)
    .map(({ to }) => to)
    .sort((a, b) => a - b);
  const moments = [startedAt, ...promotions, lastPush];
  return Math.max(...moments.slice(1).map((at, index) => at - (moments[index] ?? at))) / 1000;
}

// What a rehearsal showed: each release with its weights, what users suffered, how fast it went, and what it cost.
import type { Site } from '../core/contract/site.ts';
import { isTerminal } from '../core/release/transitions.ts';
import type { IamReport } from '../twin/iam/index.ts';
import { type CostBasis, costUsd, countWork } from './cost.ts';
import { type LedgerView, readLedger } from './ledger.ts';
import { candidateSlot, type Observer } from './observer.ts';
import type { RehearsalScenario } from './scenario.ts';
import type { World } from './world.ts';

export interface RehearsalReport {
  readonly scenario: string;
  readonly seed: number;
  readonly virtualSeconds: number;
  readonly wallMs: number;
  readonly releases: readonly ReleaseReport[];
  readonly notices: readonly {
    readonly topic: string;
    readonly subject: string;
    readonly at: string;
  }[];
  readonly iam: IamReport;
}

export interface ReleaseReport extends CostBasis {
  readonly releaseId: string;
  readonly service: string;
  readonly version: string;
  /** Where it ended. */
  readonly environment: string;
  readonly outcome: string;
  readonly reason: string;
  /** Of the new version, in each environment, as the load balancer served it. */
  readonly weights: readonly {
    readonly at: string;
    readonly weight: number;
    readonly environment: string;
  }[];
  readonly firstBadRequestAt: string | null;
  readonly breachVisibleAt: string | null;
  readonly alarmAt: string | null;
  readonly trafficZeroAt: string | null;
  readonly finishedAt: string | null;
  readonly requests: number;
  readonly badRequests: number;
  readonly costUsd: number;
}

export interface ReportBasis {
  readonly world: World;
  readonly observer: Observer;
  readonly scenario: RehearsalScenario;
  readonly seed: number;
  readonly pushedAt: number;
  readonly wallMs: number;
}

export async function reportOn(basis: ReportBasis): Promise<RehearsalReport> {
  const { world, scenario, seed, pushedAt, wallMs } = basis;
  const ledgers = await readLedger(world, scenario.service);
  const { clock } = world.twin;
  return {
    scenario: scenario.name,
    seed,
    virtualSeconds: Math.round((clock.now() - pushedAt) / 1000),
    wallMs: Math.round(wallMs),
    releases: await Promise.all(
      ledgers.map((ledger) => reportRelease(basis, ledger, nextStart(ledgers, startOf(ledger)))),
    ),
    notices: noticesOf(world),
    iam: world.iam.report(),
  };
}

const iso = (at: number | undefined): string | null =>
  at === undefined ? null : new Date(at).toISOString();

/** A load balancer may follow later than the record ends; what it does once the next one moves is another's. */
function nextStart(ledgers: readonly LedgerView[], start: number): number {
  return Math.min(...ledgers.map(startOf).filter((each) => each > start), Number.POSITIVE_INFINITY);
}

async function reportRelease(
  { world, observer }: ReportBasis,
  ledger: LedgerView,
  nextStartsAt: number,
): Promise<ReleaseReport> {
  const { record } = ledger;
  const { releaseId, service, artifact, status } = record;
  const receivedAt = Date.parse(record.receivedAt);
  const startedAt = startOf(ledger);
  const endedAt = isTerminal(status) ? Date.parse(record.updatedAt) : undefined;
  const environment = lastEnvironment(ledger);
  const weights = world.sites
    .filter((site) => site.service === service)
    .flatMap((site) => weightsAt(observer, site, { receivedAt: startedAt, endedAt: nextStartsAt }))
    .sort((a, b) => a.at - b.at);
  const site = world.sites.find(
    (each) => each.service === service && each.environment === environment,
  );
  const harm = world.users
    .harm()
    .versions.filter(({ imageDigest }) => imageDigest === artifact.digest);
  const sum = (of: 'requests' | 'badRequests') => harm.reduce((total, each) => total + each[of], 0);
  const work = await countWork(world, {
    fromMs: receivedAt,
    toMs: endedAt ?? world.twin.clock.now(),
  });
  const inSite = within({ receivedAt, endedAt });
  const candidate = site?.targetGroups[candidateSlot(observer.shares, site, startedAt)];
  return {
    releaseId,
    service,
    version: artifact.version,
    environment,
    outcome: status,
    reason: reasonOf(ledger),
    weights: weights.map(({ at, ...rest }) => ({ at: new Date(at).toISOString(), ...rest })),
    firstBadRequestAt: iso(earliest(harm.flatMap(({ firstBadAt }) => firstBadAt ?? []))),
    breachVisibleAt: iso(
      earliest(
        observer.breaches
          .filter(({ targetGroup }) => targetGroup === candidate?.metricName)
          .map(({ visibleAt }) => visibleAt)
          .filter(inSite),
      ),
    ),
    alarmAt: iso(
      earliest(
        observer.alarms
          .filter(({ name }) => name.startsWith(`spillway/${service}/${environment}/`))
          .map(({ at }) => at)
          .filter(inSite),
      ),
    ),
    trafficZeroAt: status === 'PROMOTED' ? null : iso(lastFall(weights, environment)),
    finishedAt: iso(endedAt),
    requests: sum('requests'),
    badRequests: sum('badRequests'),
    ...work,
    costUsd: costUsd(work),
  };
}

/** What waits for its turn has no weights of its own. */
function startOf({ record, events }: LedgerView): number {
  const started = events.find(({ type }) => type === 'release.started');
  return Date.parse(started?.at ?? record.updatedAt);
}

function lastEnvironment({ record, events }: LedgerView): string {
  if ('environment' in record) return record.environment;
  const entered = events.filter((event) => event.type === 'environment.entered').at(-1);
  return entered !== undefined && 'environment' in entered ? entered.environment : '';
}

const earliest = (times: readonly number[]): number | undefined =>
  times.length === 0 ? undefined : Math.min(...times);

const within =
  ({ receivedAt, endedAt }: { receivedAt: number; endedAt: number | undefined }) =>
  (at: number): boolean =>
    at >= receivedAt && at <= (endedAt ?? Number.POSITIVE_INFINITY);

interface Weight {
  readonly at: number;
  readonly weight: number;
  readonly environment: string;
}

/** Only changes: rules that move without moving anybody's request are not worth a line. */
function weightsAt(
  { shares }: Observer,
  site: Site,
  span: { receivedAt: number; endedAt: number | undefined },
): Weight[] {
  const slot = candidateSlot(shares, site, span.receivedAt);
  const after = shares.filter((share) => share.site === site && within(span)(share.at));
  return after
    .map(({ at, percents }) => ({ at, weight: percents[slot], environment: site.environment }))
    .filter(({ weight }, index, all) => weight !== (all[index - 1]?.weight ?? 0));
}

const lastFall = (weights: readonly Weight[], environment: string): number | undefined =>
  weights.filter((each) => each.environment === environment && each.weight === 0).at(-1)?.at;

function reasonOf({ record }: LedgerView): string {
  return 'reason' in record ? record.reason : '';
}

function noticesOf({ twin }: World): RehearsalReport['notices'] {
  return twin.trace
    .records()
    .filter(({ kind }) => kind === 'message')
    .map(({ at, detail }) => ({
      topic: String(detail['topic']).includes('OnCall') ? 'on-call' : 'releases',
      subject: String(detail['subject']),
      at: new Date(at).toISOString(),
    }));
}

// A service as the board shows it: what serves in each environment, how well, and what moves.
import type { EnvironmentState, Place } from '../../aws/environments.ts';
import { type AlarmIdentity, parseAlarmName } from '../../core/contract/alarm-names.ts';
import type { Site } from '../../core/contract/site.ts';
import type { ReleaseRecord } from '../../core/release/record.ts';
import { toPercents } from '../../core/traffic/split.ts';
import type { EnvironmentView, Freeze, Health, ServiceView } from '../board.ts';
import { toSummary } from '../to-summary.ts';
import { REGISTRY_MS, type Sources } from './sources.ts';

/** Read again when its living releases change, or when what was read is too old. */
export function recallService(
  sources: Sources,
  name: string,
  living: readonly ReleaseRecord[],
): Promise<ServiceView> {
  const own = living.filter(({ service }) => service === name);
  const mark = own.map(({ releaseId, sequence }) => `${releaseId}@${sequence}`).join(' ');
  return sources.memory.recall(`service ${name} ${mark}`, sources.staleMs, () =>
    readService(sources, name, own).catch((error: unknown) => unreadable(name, error)),
  );
}

async function readService(
  sources: Sources,
  name: string,
  living: readonly ReleaseRecord[],
): Promise<ServiceView> {
  const { archive, freezes, registry, memory } = sources;
  const [spec, [latest], frozen] = await Promise.all([
    memory.recall(`spec ${name}`, REGISTRY_MS, () => registry.spec(name)),
    archive.releasesOf(name, 1),
    freezes.list(),
  ]);
  const ahead = living.toSorted((a, b) => a.intake - b.intake);
  const moving = ahead.find(({ status }) => status !== 'QUEUED') ?? ahead[0];
  const waiting = ahead.find((record) => record !== moving && record.status === 'QUEUED');
  const environments = await Promise.all(
    spec.environments.map((environment) =>
      readEnvironment(sources, { service: name, environment: environment.name }, frozen, moving),
    ),
  );
  return {
    name,
    environments,
    moving: moving === undefined ? null : toSummary(moving),
    waiting: waiting === undefined ? null : toSummary(waiting),
    latest: latest === undefined ? null : toSummary(latest),
    problem: '',
  };
}

const unreadable = (name: string, error: unknown): ServiceView => ({
  name,
  environments: [],
  moving: null,
  waiting: null,
  latest: null,
  problem: `could not be read: ${error instanceof Error ? error.name : 'unknown'}`,
});

async function readEnvironment(
  sources: Sources,
  place: Place,
  frozen: readonly Freeze[],
  moving: ReleaseRecord | undefined,
): Promise<EnvironmentView> {
  const { environments, registry, memory } = sources;
  const [state, site] = await Promise.all([
    environments.read(place),
    memory.recall(`site ${place.service} ${place.environment}`, REGISTRY_MS, () =>
      registry.site(place),
    ),
  ]);
  const [candidatePercent, health] = await Promise.all([
    candidateShare(sources, site, state, moving).catch(() => null),
    healthOf(sources, site),
  ]);
  return {
    name: place.environment,
    stable:
      state.stable === null ? null : { version: state.stable.version, digest: state.stable.digest },
    candidatePercent,
    health,
    freeze: frozen.find((freeze) => covers(freeze, place)) ?? null,
  };
}

const covers = (freeze: Freeze, { service, environment }: Place): boolean =>
  (freeze.service === '*' || freeze.service === service) &&
  (freeze.environment === '*' || freeze.environment === environment);

/** At the load balancer where Spillway moves the weights; the ECS scheduler has none that one could read. */
async function candidateShare(
  { loadBalancer }: Sources,
  site: Site,
  { moving }: EnvironmentState,
  record: ReleaseRecord | undefined,
): Promise<number> {
  if (moving === null) return 0;
  const { candidateSlot, engine } = moving;
  if (engine === 'rolling') return record?.weights[site.environment] ?? 0;
  if (candidateSlot !== 'a' && candidateSlot !== 'b') return 0;
  const groups = await loadBalancer.serving(site.productionListenerArn);
  const index = groups.findIndex(
    ({ targetGroupArn }) => targetGroupArn === site.targetGroups[candidateSlot].arn,
  );
  return toPercents(groups)?.[index] ?? 0;
}

async function healthOf(sources: Sources, site: Site): Promise<Health> {
  try {
    const [{ runningCount, desiredCount }, raised] = await Promise.all([
      sources.services.view(site),
      sources.raisedAlarms(),
    ]);
    const counts = { runningCount, desiredCount };
    const alarm = raised.find(({ name }) => isOf(parseAlarmName(name), site));
    if (alarm !== undefined) {
      return { state: 'alarm', reason: `${alarm.name}: ${alarm.reason}`, ...counts };
    }
    return runningCount < desiredCount
      ? { state: 'degraded', reason: 'fewer tasks run than are wanted', ...counts }
      : { state: 'healthy', reason: '', ...counts };
  } catch (error) {
    const reason = `could not be read: ${error instanceof Error ? error.name : 'unknown'}`;
    return { state: 'unknown', reason, runningCount: null, desiredCount: null };
  }
}

const isOf = (alarm: AlarmIdentity | undefined, { service, environment }: Site): boolean =>
  alarm?.service === service && alarm.environment === environment;

// The last net, every minute: dead executions, deadlines, rules without a release, lost pushes, unsent notices.
import * as z from 'zod';
import { openDeployments } from '../aws/deployments.ts';
import type { Place } from '../aws/environments.ts';
import { openExecutions } from '../aws/executions.ts';
import { openImages } from '../aws/images.ts';
import { openLoadBalancer } from '../aws/load-balancer.ts';
import { setting } from '../aws/settings.ts';
import { openTellingDesk } from '../aws/telling-desk.ts';
import { toEpochMs } from '../core/contract/instant.ts';
import { ownMetrics } from '../core/contract/own-metrics.ts';
import type { Site } from '../core/contract/site.ts';
import { statePartitions, tableIndexes, tableKeys } from '../core/contract/table-keys.ts';
import { isOverdue } from '../core/release/deadline.ts';
import type { ReleaseRecord } from '../core/release/record.ts';
import { isTerminal } from '../core/release/transitions.ts';
import { matchesTagPattern } from '../core/version/tag.ts';
import { type Call, serve } from './middleware/serve.ts';
import { writeMetrics } from './middleware/write-metrics.ts';

const input = z.unknown();

interface Swept {
  readonly rescued: number;
  /** Places in lanes that ended releases still held. */
  readonly freed: number;
  readonly started: number;
  readonly told: number;
  readonly failures: readonly string[];
}

/** An execution that was just started may not have written its record yet, or an event may still be on its way. */
const PUSH_GRACE_MS = 3 * 60_000;
/** Older images are history, not lost pushes. */
const PUSH_AGE_MS_MAX = 24 * 3600_000;
/** Between writing a notice down and having sent it, a function takes a second or two. */
const SENDING_MS = 10_000;
const IMAGES_PER_REPOSITORY = 5;
const RELEASES_MAX = 500;

const deployments = openDeployments();
const desk = openTellingDesk();
const executions = openExecutions();
const images = openImages();
const loadBalancer = openLoadBalancer();

export const handler = serve(input, async (_event, { now, functionName }): Promise<Swept> => {
  const failures: string[] = [];
  const guarded = async (what: string, work: () => Promise<number>): Promise<number> => {
    try {
      return await work();
    } catch (error) {
      failures.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      return 0;
    }
  };
  // Stays empty where it cannot be read: then whoever holds a lane is looked up by name.
  let living: readonly Living[] = [];
  const rescued = await guarded('releases', async () => {
    living = await readLiving();
    return rescueReleases(living, { now, functionName }, guarded);
  });
  const freed = await guarded('lanes', () => freeLanes(living, guarded));
  const started = isThorough(now)
    ? await guarded('pushes', () => startLostPushes(guarded, now))
    : 0;
  const told = await guarded('notices', () => tellOwed(now));
  writeMetrics(functionName, now, [
    { name: ownMetrics.sweepFailures, unit: 'Count', value: failures.length },
  ]);
  return { rescued, freed, started, told, failures };
});

/** The dead and their lanes cannot wait; lost pushes and orphaned rules can, and looking for them asks a lot of AWS. */
const THOROUGH_EVERY_MINUTES = 5;

const isThorough = (now: number): boolean =>
  Math.floor(now / 60_000) % THOROUGH_EVERY_MINUTES === 0;

type Guard = (what: string, work: () => Promise<number>) => Promise<number>;

/** Limits of AWS are shared with releases that move: fifty services read at the same moment use up that of the registry. */
const AT_ONCE = 8;

/** One after the other, a few at the same time; gives what they add up to. */
async function inTurns<T>(
  items: readonly T[],
  work: (item: T) => Promise<number>,
): Promise<number> {
  const left = items.values();
  let total = 0;
  const take = async () => {
    for (const item of left) {
      const count = await work(item);
      total += count;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, take));
  return total;
}

/** A release that has not ended, and the execution that leads it. */
interface Living {
  readonly record: ReleaseRecord;
  readonly executionArn: string;
}

async function readLiving(): Promise<readonly Living[]> {
  const items = await desk.table.query({
    index: tableIndexes.byState.name,
    partition: { attribute: tableIndexes.byState.pk, value: statePartitions.active },
    limit: RELEASES_MAX,
  });
  return items.map((item) => ({
    record: JSON.parse(String(item['document'])) as ReleaseRecord,
    executionArn: String(item['executionArn']),
  }));
}

/** A living release has a running execution and a deadline ahead; every other one is taken back. */
async function rescueReleases(
  living: readonly Living[],
  { now, functionName }: Pick<Call, 'now' | 'functionName'>,
  guarded: Guard,
): Promise<number> {
  writeMetrics(functionName, now, [
    { name: ownMetrics.livingReleases, unit: 'Count', value: living.length },
    {
      name: ownMetrics.overdueReleases,
      unit: 'Count',
      value: living.filter(({ record }) => isOverdue(record, now)).length,
    },
  ]);
  if (living.length === 0) return 0;
  const running = await executions.running(setting('releaseMachine'));
  const lost = living.filter(
    ({ record, executionArn }) => isOverdue(record, now) || !running.has(executionArn),
  );
  return inTurns(lost, ({ record, executionArn }) =>
    guarded(record.releaseId, () => rescue(record, executionArn, now)),
  );
}

async function rescue(record: ReleaseRecord, executionArn: string, now: number): Promise<number> {
  const { releaseId, service } = record;
  const overdue = isOverdue(record, now);
  // The list of those that run is best effort: whoever is not on it is asked by name.
  if (!overdue && (await executions.isRunning(executionArn))) return 0;
  const environment = 'environment' in record ? record.environment : '';
  if (environment !== '' && (await isBeingRolledBack(service, environment))) return 0;
  const minute = Math.floor(now / 60_000);
  const started = await executions.start({
    machineArn: setting('rollbackMachine'),
    name: `sweep-${releaseId}-${minute}`.slice(-80),
    input: {
      releaseId,
      service,
      environment,
      actor: 'spillway:sweep',
      cause: 'lost',
      reason: overdue
        ? 'the deadline of the release has passed'
        : 'the execution of the release is dead',
    },
  });
  return started ? 1 : 0;
}

async function isBeingRolledBack(service: string, environment: string): Promise<boolean> {
  const { rollbackExecutionArn } = await desk.environments.read({ service, environment });
  return rollbackExecutionArn !== '' && executions.isRunning(rollbackExecutionArn);
}

/** ECR's events are sent with best effort: what was pushed and never seen is started here. Rules are swept along. */
async function startLostPushes(guarded: Guard, now: number): Promise<number> {
  const services = await desk.registry.services();
  return inTurns(services, (service) => guarded(service, () => sweepService(service, now)));
}

async function sweepService(service: string, now: number): Promise<number> {
  const spec = await desk.registry.spec(service);
  await Promise.all(spec.environments.map(({ name }) => tidyPlace(service, name)));
  const newest = await images.newest(spec.repository, IMAGES_PER_REPOSITORY);
  const lane = await desk.lanes.read(service);
  const lost = newest.filter(({ pushedAtMs }) => {
    const ageMs = now - pushedAtMs;
    return ageMs > PUSH_GRACE_MS && ageMs < PUSH_AGE_MS_MAX;
  });
  let started = 0;
  for (const image of lost) {
    const tag = image.tags.find((each) =>
      spec.trigger.tagPatterns.some((pattern) => matchesTagPattern(each, pattern)),
    );
    if (tag === undefined) continue;
    if ((await desk.table.get(tableKeys.seen(service, image.digest))) !== undefined) continue;
    // What was there before the first release is what CloudFormation started.
    if (lane.intake === 0 && image !== newest[0]) continue;
    const fresh = await executions.start({
      machineArn: setting('releaseMachine'),
      name: `push-${service}-${image.digest.slice(7, 27)}`,
      input: {
        service,
        digest: image.digest,
        reconciled: true,
        actor: 'spillway:sweep',
        reason: `the event of the push of ${tag} never came`,
      },
    });
    if (fresh) started += 1;
  }
  return started;
}

/** Whoever ended a release may have died before it left the lane. */
async function freeLanes(living: readonly Living[], guarded: Guard): Promise<number> {
  const alive = new Set(living.map(({ record }) => record.releaseId));
  const held = await desk.lanes.held();
  return inTurns(held, ({ service, releaseIds }) =>
    guarded(service, () =>
      freeLane(
        service,
        releaseIds.filter((releaseId) => !alive.has(releaseId)),
      ),
    ),
  );
}

async function freeLane(service: string, releaseIds: readonly string[]): Promise<number> {
  let freed = 0;
  for (const releaseId of releaseIds) {
    if (!(await hasEnded(releaseId))) continue;
    await desk.lanes.leave(service, releaseId);
    freed += 1;
  }
  return freed;
}

async function hasEnded(releaseId: string): Promise<boolean> {
  const stored = await desk.ledger.read(releaseId);
  return stored !== undefined && isTerminal(stored.record.status);
}

/** What an ended release has left behind: its place, its rule, its deployment. */
async function tidyPlace(service: string, environment: string): Promise<void> {
  const place = { service, environment };
  const { moving } = await desk.environments.read(place);
  if (moving !== null) {
    if (!(await hasEnded(moving.releaseId))) return;
    await desk.environments.vacate(place, moving.releaseId);
  }
  const site = await desk.registry.site(place);
  if (site.controller === 'ecs') return;
  await dropOrphanedRule(site, place);
  const left = await deployments.active(site);
  const ours = left.filter(({ description }) => description.startsWith('spillway '));
  for (const { deploymentId } of ours) await deployments.stop(deploymentId);
}

/** A rule at Spillway's priority that no moving release owns. */
async function dropOrphanedRule(site: Site, place: Place): Promise<void> {
  const rules = await loadBalancer.rules(site.productionListenerArn);
  const overlay = rules.find(({ priority }) => priority === setting('overlayPriority'));
  if (overlay === undefined) return;
  const { moving } = await desk.environments.read(place);
  if (moving === null) await loadBalancer.deleteRule(overlay.arn);
}

/** Whoever wrote a notice down sends it in the same call: what is young may be on its way. */
async function tellOwed(now: number): Promise<number> {
  const all = await desk.announcer.owed();
  const owed = all.filter(({ notice }) => now - toEpochMs(notice.json.at) > SENDING_MS);
  for (const { releaseId, notice } of owed) await desk.announcer.tell(releaseId, notice);
  return owed.length;
}

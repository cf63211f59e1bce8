// The last net, every minute: dead executions, deadlines, alarms that nobody heard, rules without a release, lost pushes, unsent notices.
import * as z from 'zod';
import { openDeployments } from '../aws/deployments.ts';
import { openExecutions } from '../aws/executions.ts';
import { openImages } from '../aws/images.ts';
import { openLoadBalancer } from '../aws/load-balancer.ts';
import { openScaling } from '../aws/scaling.ts';
import { openTellingDesk } from '../aws/telling-desk.ts';
import { toEpochMs } from '../core/contract/instant.ts';
import { ownMetrics } from '../core/contract/own-metrics.ts';
import { statePartitions, tableIndexes } from '../core/contract/table-keys.ts';
import { isOverdue } from '../core/release/deadline.ts';
import type { ReleaseRecord } from '../core/release/record.ts';
import { type Call, serve } from './middleware/serve.ts';
import { writeMetrics } from './middleware/write-metrics.ts';
import { freeLanes } from './sweep/free-lanes.ts';
import { hearAlarms } from './sweep/hear-alarms.ts';
import { rescueReleases } from './sweep/rescue-releases.ts';
import { startLostPushes } from './sweep/start-lost-pushes.ts';
import type { Hands, Living, Sweeping } from './sweep/sweeping.ts';

const input = z.unknown();

interface Swept {
  readonly rescued: number;
  /** Alarms that should have taken a release back, and have not. */
  readonly heard: number;
  /** Places in lanes that ended releases still held. */
  readonly freed: number;
  readonly started: number;
  readonly told: number;
  readonly failures: readonly string[];
}

/** Between writing a notice down and having sent it, a function takes a second or two. */
const SENDING_MS = 10_000;
const RELEASES_MAX = 500;

const hands: Hands = {
  deployments: openDeployments(),
  desk: openTellingDesk(),
  executions: openExecutions(),
  images: openImages(),
  loadBalancer: openLoadBalancer(),
  scaling: openScaling(),
};

export const handler = serve(input, async (_event, call): Promise<Swept> => {
  const failures: string[] = [];
  const guarded: Sweeping['guarded'] = async (what, work) => {
    try {
      return await work();
    } catch (error) {
      failures.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      return 0;
    }
  };
  const sweep: Sweeping = { ...hands, now: call.now, guarded };
  // Stays empty where it cannot be read: then whoever holds a lane is looked up by name.
  let living: readonly Living[] = [];
  const rescued = await guarded('releases', async () => {
    living = await readLiving();
    countLiving(living, call);
    return rescueReleases(sweep, living);
  });
  const heard = await guarded('alarms', () => hearAlarms(sweep, living));
  const freed = await guarded('lanes', () => freeLanes(sweep, living));
  const started = isThorough(call.now) ? await guarded('pushes', () => startLostPushes(sweep)) : 0;
  const told = await guarded('notices', () => tellOwed(call.now));
  writeMetrics(call.functionName, call.now, [
    { name: ownMetrics.sweepFailures, unit: 'Count', value: failures.length },
  ]);
  return { rescued, heard, freed, started, told, failures };
});

/** The dead and their lanes cannot wait; lost pushes and orphaned rules can, and looking for them asks a lot of AWS. */
const THOROUGH_EVERY_MINUTES = 5;

const isThorough = (now: number): boolean =>
  Math.floor(now / 60_000) % THOROUGH_EVERY_MINUTES === 0;

async function readLiving(): Promise<readonly Living[]> {
  const items = await hands.desk.table.query({
    index: tableIndexes.byState.name,
    partition: { attribute: tableIndexes.byState.pk, value: statePartitions.active },
    limit: RELEASES_MAX,
  });
  return items.map((item) => ({
    record: JSON.parse(String(item['document'])) as ReleaseRecord,
    executionArn: String(item['executionArn']),
  }));
}

function countLiving(
  living: readonly Living[],
  { now, functionName }: Pick<Call, 'now' | 'functionName'>,
): void {
  const overdue = living.filter(({ record }) => isOverdue(record, now));
  writeMetrics(functionName, now, [
    { name: ownMetrics.livingReleases, unit: 'Count', value: living.length },
    { name: ownMetrics.overdueReleases, unit: 'Count', value: overdue.length },
  ]);
}

/** Whoever wrote a notice down sends it in the same call: what is young may be on its way. */
async function tellOwed(now: number): Promise<number> {
  const { announcer } = hands.desk;
  const owed = (await announcer.owed()).filter(
    ({ notice }) => now - toEpochMs(notice.json.at) > SENDING_MS,
  );
  for (const { releaseId, notice } of owed) await announcer.tell(releaseId, notice);
  return owed.length;
}

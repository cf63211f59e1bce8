// One release with everything that is known about it. What has ended is read once.
import type { StoredRecord } from '../../aws/ledger.ts';
import { currentEnvironment } from '../../core/release/changed.ts';
import type { ReleaseRecord } from '../../core/release/record.ts';
import { isTerminal } from '../../core/release/transitions.ts';
import type { NoticeView, ReleaseView } from '../board.ts';
import { readMachines } from './read-machines.ts';
import { readMetrics, type Watched } from './read-metrics.ts';
import { FOR_EVER_MS, type Sources } from './sources.ts';

export async function readReleaseView(
  sources: Sources,
  releaseId: string,
): Promise<ReleaseView | undefined> {
  const stored = await sources.ledger.read(releaseId);
  if (stored === undefined) return undefined;
  const now = await sources.now();
  const { record } = stored;
  const [parts, notices, machines] = await Promise.all([
    readParts(sources, record, now),
    readNotices(sources, releaseId),
    executionsOf(sources, stored).then((roots) => readMachines(sources, roots)),
  ]);
  return { now, record, notices, machines, ...parts };
}

async function readParts(
  sources: Sources,
  record: ReleaseRecord,
  now: string,
): Promise<Pick<ReleaseView, 'plan' | 'events' | 'metrics'>> {
  const { releaseId } = record;
  const { memory, plans } = sources;
  const [plan, events] = await Promise.all([
    record.admission === null
      ? null
      : memory.recall(`plan ${releaseId}`, FOR_EVER_MS, () => plans.read(releaseId)),
    recallEvents(sources, record),
  ]);
  const watched = 'environment' in record ? record.environment : record.promotedIn.at(-1);
  const planned = plan?.environments.find(({ name }) => name === watched);
  const metrics =
    planned === undefined ? null : await recallMetrics(sources, { record, events, planned, now });
  return { plan, events, metrics };
}

/** The ledger is append-only: under one sequence number it is always the same. */
export const recallEvents = ({ memory, ledger }: Sources, { releaseId, sequence }: ReleaseRecord) =>
  memory.recall(`events ${releaseId} ${sequence}`, FOR_EVER_MS, () => ledger.events(releaseId));

function recallMetrics(sources: Sources, watched: Watched) {
  const { record, planned } = watched;
  // CloudWatch may publish a while after the end.
  const ageMs = isTerminal(record.status) ? 6 * sources.staleMs : sources.staleMs;
  const key = `metrics ${record.releaseId} ${planned.name} ${record.status}`;
  return sources.memory.recall(key, ageMs, () => readMetrics(sources, watched).catch(() => null));
}

async function readNotices(
  { archive }: Sources,
  releaseId: string,
): Promise<readonly NoticeView[]> {
  const notices = await archive.notices(releaseId);
  return notices.map(({ notice, sent }) => ({
    ...notice.json,
    id: notice.id,
    topics: notice.topics,
    sent,
  }));
}

/** The release's own execution, and the one that takes it back while one does. */
async function executionsOf(
  { environments }: Sources,
  { record, executionArn }: StoredRecord,
): Promise<readonly string[]> {
  const environment = currentEnvironment(record);
  if (environment === undefined) return [executionArn];
  const state = await environments.read({ service: record.service, environment });
  const isOurs = state.moving?.releaseId === record.releaseId;
  return isOurs ? [executionArn, state.rollbackExecutionArn] : [executionArn];
}

// What the candidate's users met, minute by minute, as curves with the plan's limits.
import type { Sample } from '../../core/analysis/threshold.ts';
import { type Instant, toEpochMs } from '../../core/contract/instant.ts';
import type { SiteSlot } from '../../core/contract/site.ts';
import type { PlannedEnvironment } from '../../core/plan/plan.ts';
import type { ReleaseEvent } from '../../core/release/event.ts';
import type { ReleaseRecord } from '../../core/release/record.ts';
import type { MetricSeries, MetricsView } from '../board.ts';
import { REGISTRY_MS, type Sources } from './sources.ts';

type Point = MetricSeries['points'][number];

export interface Watched {
  readonly record: ReleaseRecord;
  readonly events: readonly ReleaseEvent[];
  readonly planned: PlannedEnvironment;
  readonly now: Instant;
}

/** More points than this nobody can see on a small curve. */
const POINTS_MAX = 180;

/** Null before the candidate has users, and where it is not known any more which target group was its own. */
export async function readMetrics(sources: Sources, watched: Watched): Promise<MetricsView | null> {
  const { record, events, planned, now } = watched;
  const environment = planned.name;
  const begun = events.find(
    (event) =>
      (event.type === 'weight.verified' || event.type === 'promotion.verified') &&
      event.environment === environment,
  );
  if (begun === undefined) return null;
  const place = { service: record.service, environment };
  const site = await sources.memory.recall(
    `site ${place.service} ${environment}`,
    REGISTRY_MS,
    () => sources.registry.site(place),
  );
  const slot = await slotOf(sources, site, watched);
  if (slot === undefined) return null;
  const toMs = toEpochMs('endedAt' in record ? record.endedAt : now);
  const { samples } = await sources.metrics.series({
    site,
    slot,
    metrics: planned.thresholds.map(({ metric }) => metric),
    fromMs: toEpochMs(begun.at),
    toMs,
  });
  const curves = planned.thresholds.map(
    ({ metric, unit, max }): MetricSeries => ({
      metric,
      unit,
      max,
      points: thin(toPoints(samples[metric] ?? [])),
    }),
  );
  const requests = (samples['error-rate'] ?? []).flatMap((sample) =>
    sample.kind === 'ratio' ? [{ at: sample.at, value: sample.total }] : [],
  );
  return {
    environment,
    series: [
      ...curves,
      { metric: 'requests', unit: 'requests', max: null, points: thin(requests) },
    ],
  };
}

/** The place knows while the release moves; afterwards only its deployment does. */
async function slotOf(
  { environments, deployments }: Sources,
  site: Parameters<Sources['deployments']['taskSets']>[1],
  { record, events, planned }: Watched,
): Promise<SiteSlot | undefined> {
  const { moving } = await environments.read({
    service: record.service,
    environment: planned.name,
  });
  if (moving?.releaseId === record.releaseId) {
    const { candidateSlot } = moving;
    return candidateSlot === 'a' || candidateSlot === 'b' ? candidateSlot : undefined;
  }
  const started = events.findLast(
    (event) => event.type === 'deployment.started' && event.environment === planned.name,
  );
  if (started?.type !== 'deployment.started') return undefined;
  const sets = await deployments.taskSets(started.deploymentId, site).catch(() => []);
  const green = sets.find(({ label }) => label === 'green')?.targetGroupName;
  if (green === site.targetGroups.a.name) return 'a';
  return green === site.targetGroups.b.name ? 'b' : undefined;
}

function toPoints(samples: readonly Sample[]): readonly Point[] {
  let run = 0;
  return samples.flatMap((sample): readonly Point[] => {
    const { at, kind } = sample;
    if (kind === 'level') return [{ at, value: sample.value }];
    if (kind === 'ratio') {
      return sample.total === 0 ? [] : [{ at, value: (100 * sample.bad) / sample.total }];
    }
    run = sample.failed ? run + 1 : 0;
    return [{ at, value: run }];
  });
}

/** The highest of each few: a breach never disappears between two points. */
function thin(points: readonly Point[]): readonly Point[] {
  const size = Math.ceil(points.length / POINTS_MAX);
  if (size <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / size) }, (_, index) =>
    points.slice(index * size, (index + 1) * size),
  ).flatMap(([first, ...rest]) =>
    first === undefined
      ? []
      : [rest.reduce((highest, each) => (each.value > highest.value ? each : highest), first)],
  );
}

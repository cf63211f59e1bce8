// Which share of a site's users each target group really gets, as the data plane of the twin serves it.
import type { Site, SiteSlot } from '../core/contract/site.ts';
import { toPercents } from '../core/traffic/split.ts';
import type { TraceRecord } from '../twin/kernel/trace.ts';

export interface Share {
  readonly at: number;
  readonly site: Site;
  readonly percents: Readonly<Record<SiteSlot, number>>;
}

interface Forward {
  readonly TargetGroupArn: string;
  readonly Weight: number;
}

/** Undefined for records that say nothing about a site's production listener. */
export function readShare(record: TraceRecord, sites: readonly Site[]): Share | undefined {
  const { listener, weights } = record.detail as { listener?: string; weights?: Forward[][] };
  if (record.kind !== 'state' || listener === undefined || weights === undefined) return undefined;
  const site = sites.find(({ productionListenerArn }) => productionListenerArn === listener);
  if (site === undefined) return undefined;
  // The first rule that forwards decides for users without special requests.
  const groups = weights.find((each) => each.length > 0) ?? [];
  const split = toPercents(
    groups.map(({ TargetGroupArn, Weight }) => ({
      targetGroupArn: TargetGroupArn,
      weight: Weight,
    })),
  );
  const shareOf = (arn: string): number =>
    groups.reduce(
      (sum, group, i) => sum + (group.TargetGroupArn === arn ? (split?.[i] ?? 0) : 0),
      0,
    );
  const { a, b } = site.targetGroups;
  const percents = { a: shareOf(a.arn), b: a.arn === b.arn ? 0 : shareOf(b.arn) };
  return { at: record.at, site, percents };
}

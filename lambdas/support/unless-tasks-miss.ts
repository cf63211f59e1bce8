// What tasks of the candidate stand as its guard ends, and what ECS says of those that do not.
import type { LoadBalancer } from '../../aws/load-balancer.ts';
import type { Services } from '../../aws/services.ts';
import type { BakeDecision } from '../../core/analysis/bake.ts';
import { decideGuardEnd, type GuardDecision } from '../../core/analysis/guard-end.ts';
import { type Instant, toEpochMs } from '../../core/contract/instant.ts';
import type { SiteSlot } from '../../core/contract/site.ts';
import type { Stage } from './read-release.ts';

interface Adapters {
  readonly loadBalancer: LoadBalancer;
  readonly services: Services;
}

interface GuardEnd {
  readonly stage: Pick<Stage, 'site' | 'record' | 'planned'>;
  readonly slot: SiteSlot;
  readonly verifiedAt: Instant;
  readonly now: number;
  readonly decided: BakeDecision;
}

export async function unlessTasksMiss(
  { loadBalancer, services }: Adapters,
  { stage: { site, record, planned }, slot, verifiedAt, now, decided }: GuardEnd,
): Promise<GuardDecision> {
  const [{ desiredCount, unplaced }, healthyCount] = await Promise.all([
    services.view(site),
    loadBalancer.healthyTargets(site.targetGroups[slot].arn),
  ]);
  // Who has paused it until now had it wait, whatever its tasks did.
  const overAt = Math.max(
    toEpochMs(verifiedAt) + planned.guardSeconds * 1000,
    toEpochMs(record.updatedAt),
  );
  const overSeconds = (now - overAt) / 1000;
  return decideGuardEnd(decided, { healthyCount, desiredCount, overSeconds, unplaced });
}

// The end of a guard is the end of the version before: it comes only while the tasks of the candidate can carry everybody.
import type { LoadBalancer } from '../../aws/load-balancer.ts';
import type { Services } from '../../aws/services.ts';
import type { BakeDecision } from '../../core/analysis/bake.ts';
import type { SiteSlot } from '../../core/contract/site.ts';
import { canCarry } from '../../core/traffic/fleets.ts';
import type { Stage } from './read-release.ts';

interface Adapters {
  readonly loadBalancer: LoadBalancer;
  readonly services: Services;
}

interface GuardEnd {
  readonly stage: Pick<Stage, 'site'>;
  readonly slot: SiteSlot;
  readonly decided: BakeDecision;
}

export async function unlessTasksMiss(
  { loadBalancer, services }: Adapters,
  { stage: { site }, slot, decided }: GuardEnd,
): Promise<BakeDecision> {
  const [{ desiredCount }, healthyCount] = await Promise.all([
    services.view(site),
    loadBalancer.healthyTargets(site.targetGroups[slot].arn),
  ]);
  if (canCarry({ healthyCount }, 100, desiredCount)) return decided;
  const reason = `${healthyCount} of ${desiredCount} targets are healthy`;
  return { kind: 'keep-baking', reason, synthesise: '' };
}

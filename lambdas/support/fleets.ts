// Which target group is the candidate's, told by CodeDeploy's task sets and never by weights.
import type { Deployments } from '../../aws/deployments.ts';
import { Failure } from '../../aws/failure.ts';
import type { LoadBalancer } from '../../aws/load-balancer.ts';
import { errorNames } from '../../core/contract/error-names.ts';
import type { Site, SiteSlot } from '../../core/contract/site.ts';
import type { Fleets, TaskSet } from '../../core/traffic/fleets.ts';

export interface SlottedFleets extends Fleets {
  readonly candidateSlot: SiteSlot;
}

export async function readFleets(
  adapters: { deployments: Deployments; loadBalancer: LoadBalancer },
  { site, deploymentId }: { site: Site; deploymentId: string },
): Promise<SlottedFleets> {
  const sets = await adapters.deployments.taskSets(deploymentId, site);
  const slotOf = (targetGroupName: string): SiteSlot =>
    site.targetGroups.a.name === targetGroupName ? 'a' : 'b';
  const fleet = async (label: 'blue' | 'green'): Promise<TaskSet & { slot: SiteSlot }> => {
    const found = sets.filter((set) => set.label === label);
    const [set] = found;
    if (set === undefined || found.length !== 1) {
      const message = `deployment ${deploymentId} has ${found.length} ${label} task sets`;
      throw new Failure(errorNames.notConverged, message);
    }
    const slot = slotOf(set.targetGroupName);
    const targetGroupArn = site.targetGroups[slot].arn;
    return {
      id: set.id,
      taskDefinitionArn: '',
      targetGroupArn,
      desiredCount: set.desiredCount,
      healthyCount: await adapters.loadBalancer.healthyTargets(targetGroupArn),
      slot,
    };
  };
  const [stable, candidate] = await Promise.all([fleet('blue'), fleet('green')]);
  return { stable, candidate, candidateSlot: candidate.slot };
}

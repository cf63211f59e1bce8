// What an ended release has left behind: its place, its rule, its deployment, scaling that is held.
import type { Place } from '../../aws/environments.ts';
import { setting } from '../../aws/settings.ts';
import type { Site } from '../../core/contract/site.ts';
import { letScale } from '../support/let-scale.ts';
import { type Hands, hasEnded } from './sweeping.ts';

export async function tidyPlace(hands: Hands, place: Place): Promise<void> {
  const { desk } = hands;
  const { moving } = await desk.environments.read(place);
  if (moving !== null) {
    if (!(await hasEnded(desk, moving.releaseId))) return;
    await desk.environments.vacate(place, moving.releaseId);
  }
  const site = await desk.registry.site(place);
  if (site.controller === 'codedeploy') await tidyDeployments(hands, site, place);
  await letScale(hands, { place, site });
}

async function tidyDeployments(hands: Hands, site: Site, place: Place): Promise<void> {
  const { deployments } = hands;
  await dropOrphanedRule(hands, site, place);
  const left = await deployments.active(site);
  const ours = left.filter(({ description }) => description.startsWith('spillway '));
  for (const { deploymentId } of ours) await deployments.stop(deploymentId);
}

/** A rule at Spillway's priority that no moving release owns. */
async function dropOrphanedRule(
  { desk, loadBalancer }: Hands,
  site: Site,
  place: Place,
): Promise<void> {
  const rules = await loadBalancer.rules(site.productionListenerArn);
  const overlay = rules.find(({ priority }) => priority === setting('overlayPriority'));
  if (overlay === undefined) return;
  const { moving } = await desk.environments.read(place);
  if (moving === null) await loadBalancer.deleteRule(overlay.arn);
}

// Proof that the candidate serves: weights, digest and healthy tasks, read back before anybody says "promoted".
import * as z from 'zod';
import { openDesk } from '../aws/desk.ts';
import { Failure } from '../aws/failure.ts';
import { openImages } from '../aws/images.ts';
import { openLoadBalancer } from '../aws/load-balancer.ts';
import { openServices } from '../aws/services.ts';
import { errorNames } from '../core/contract/error-names.ts';
import { toInstant } from '../core/contract/instant.ts';
import type { SiteSlot } from '../core/contract/site.ts';
import { toPercents } from '../core/traffic/split.ts';
import { serve } from './middleware/serve.ts';
import { readStage, requireOwner, type Stage } from './support/read-release.ts';

const ACTOR = 'spillway:verify';

const input = z.object({ releaseId: z.string(), environment: z.string() });

interface Proof {
  readonly verified: boolean;
  readonly reason: string;
  readonly verifiedAt: string;
}

const desk = openDesk();
const images = openImages();
const loadBalancer = openLoadBalancer();
const services = openServices();

export const handler = serve(input, async ({ releaseId, environment }, { now }): Promise<Proof> => {
  const stage = await readStage(desk, { releaseId, environment });
  requireOwner(stage, releaseId);
  const proof = await prove(stage);
  const verifiedAt = toInstant(now);
  if (typeof proof === 'string') return { verified: false, reason: proof, verifiedAt };
  await desk.environments.note(stage.place, releaseId, { candidateSlot: proof.slot });
  await desk.record({
    releaseId,
    actor: ACTOR,
    now,
    bodies: [{ type: 'promotion.verified', environment, evidence: { ...proof } }],
  });
  return { verified: true, reason: '', verifiedAt };
});

interface Evidence {
  readonly slot: SiteSlot;
  readonly weightPercent: number;
  readonly healthy: number;
  readonly desired: number;
  readonly digest: string;
}

/** Evidence, or what is still missing. */
async function prove({ site, state, record }: Stage): Promise<Evidence | string> {
  const { desiredCount, taskDefinitionArn } = await services.view(site);
  const candidateArn = state.moving?.candidateTaskDefinitionArn;
  if (taskDefinitionArn !== candidateArn) return `the service still serves ${taskDefinitionArn}`;
  const serving = await loadBalancer.serving(site.productionListenerArn);
  const percents = toPercents(serving) ?? [];
  const whole = serving.find((_group, index) => percents[index] === 100);
  if (whole === undefined) return `the listener is shared: ${percents.join('/')}`;
  const slot = whole.targetGroupArn === site.targetGroups.a.arn ? 'a' : 'b';
  const known = state.moving?.candidateSlot ?? '';
  if (known !== '' && known !== slot) return 'the version before serves';
  const healthy = await loadBalancer.healthyTargets(whole.targetGroupArn);
  if (healthy < desiredCount) return `${healthy} of ${desiredCount} targets are healthy`;
  const definition = await services.taskDefinition(taskDefinitionArn, site.containerName);
  const { digest } = record.artifact;
  if (digest === null || definition?.image.endsWith(`@${digest}`) !== true) {
    throw new Failure(
      errorNames.notConverged,
      `${definition?.image} is not the image that was approved`,
    );
  }
  await requireImage(record.artifact.repository, digest);
  return { slot, weightPercent: 100, healthy, desired: desiredCount, digest };
}

/** Tasks of a deleted image run until they have to be replaced. */
async function requireImage(repository: string, digest: string): Promise<void> {
  if ((await images.find(repository, { digest })) !== undefined) return;
  const message = `the image ${digest} is no longer in ${repository}: its tasks could never be replaced`;
  throw new Failure(errorNames.imageRefused, message);
}

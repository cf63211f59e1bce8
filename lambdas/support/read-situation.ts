// What a rollback decision looks at: what serves, what is alive, what is quarantined. What cannot be read is null.
import type { Deployments } from '../../aws/deployments.ts';
import type { Desk } from '../../aws/desk.ts';
import type { PromotedVersion } from '../../aws/environments.ts';
import type { Images } from '../../aws/images.ts';
import type { LoadBalancer } from '../../aws/load-balancer.ts';
import type { Services } from '../../aws/services.ts';
import { secondsBetween, toInstant } from '../../core/contract/instant.ts';
import { tableKeys } from '../../core/contract/table-keys.ts';
import { isOverdue } from '../../core/release/deadline.ts';
import { isPersonTold } from '../../core/release/hold.ts';
import type { Cause, Situation, Version } from '../../core/rollback/situation.ts';
import { toPercents } from '../../core/traffic/split.ts';
import type { Stage } from './read-release.ts';

interface Adapters {
  readonly desk: Desk;
  readonly deployments: Deployments;
  readonly images: Images;
  readonly loadBalancer: LoadBalancer;
  readonly services: Services;
}

export async function readSituation(
  adapters: Adapters,
  stage: Stage,
  asked: { cause: Cause['kind']; reason: string },
  now: number,
): Promise<Situation> {
  const { record, planned, state } = stage;
  const read = (version: PromotedVersion) => readVersion(adapters, stage, version);
  const [stable, older, weightPercent] = await Promise.all([
    state.stable === null ? undefined : read(state.stable),
    Promise.all(state.history.map(read)),
    orNull(candidateWeight(adapters, stage)),
  ]);
  return {
    status: record.status,
    engine: planned.engine.kind,
    candidateDigest: record.artifact.digest ?? '',
    candidateStarted: state.moving?.candidateTaskDefinitionArn !== '',
    weightPercent,
    bakedSeconds:
      record.status === 'BAKING' ? secondsBetween(record.verifiedAt, toInstant(now)) : 0,
    cause: { kind: asked.cause, reason: asked.reason },
    policy: planned.rollback,
    held: isPersonTold(record),
    overdue: isOverdue(record, now),
    stable,
    older,
  };
}

const orNull = <T>(read: Promise<T>): Promise<T | null> => read.catch(() => null);

async function readVersion(
  { desk, images, services, loadBalancer }: Adapters,
  { site, place, record, state }: Stage,
  { digest, taskDefinitionArn }: PromotedVersion,
): Promise<Version> {
  const [quarantine, image, definition] = await Promise.all([
    orNull(desk.table.get(tableKeys.quarantine(place.service, digest))),
    orNull(images.find(record.artifact.repository, { digest })),
    orNull(services.taskDefinition(taskDefinitionArn, site.containerName)),
  ]);
  const isStable = state.stable?.taskDefinitionArn === taskDefinitionArn;
  return {
    digest,
    quarantined: quarantine !== null && quarantine !== undefined,
    deployable:
      image === null || definition === null
        ? null
        : image !== undefined && definition?.active === true,
    fleetHealthy: isStable
      ? await orNull(stableIsHealthy({ loadBalancer, services }, { site, state }))
      : false,
  };
}

/** The tasks of the version before still stand behind the target group that is not the candidate's. */
async function stableIsHealthy(
  { loadBalancer, services }: Pick<Adapters, 'loadBalancer' | 'services'>,
  { site, state }: Pick<Stage, 'site' | 'state'>,
): Promise<boolean> {
  const slot = state.moving?.candidateSlot;
  // Without a slot the candidate never had traffic: whatever serves is the version before.
  if (slot !== 'a' && slot !== 'b') return true;
  const other = site.targetGroups[slot === 'a' ? 'b' : 'a'];
  const [{ desiredCount }, healthy] = await Promise.all([
    services.view(site),
    loadBalancer.healthyTargets(other.arn),
  ]);
  return healthy > 0 && healthy >= desiredCount;
}

async function candidateWeight(
  { loadBalancer }: Pick<Adapters, 'loadBalancer'>,
  { site, state }: Stage,
): Promise<number> {
  const slot = state.moving?.candidateSlot;
  if (slot !== 'a' && slot !== 'b') return 0;
  const serving = await loadBalancer.serving(site.productionListenerArn);
  const percents = toPercents(serving) ?? [];
  const index = serving.findIndex(
    ({ targetGroupArn }) => targetGroupArn === site.targetGroups[slot].arn,
  );
  return percents[index] ?? 0;
}

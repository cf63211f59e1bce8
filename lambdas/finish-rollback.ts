// Proves that the version before serves alone again, then writes it down and frees the lane.
import * as z from 'zod';
import { openDeployments } from '../aws/deployments.ts';
import { type PromotedVersion, versionOf } from '../aws/environments.ts';
import { isNamed } from '../aws/failure.ts';
import { openLoadBalancer } from '../aws/load-balancer.ts';
import { openScaling } from '../aws/scaling.ts';
import { openServices } from '../aws/services.ts';
import { setting } from '../aws/settings.ts';
import { openTellingDesk } from '../aws/telling-desk.ts';
import { tableKeys } from '../core/contract/table-keys.ts';
import type { EventBody } from '../core/release/event.ts';
import { isTerminal } from '../core/release/transitions.ts';
import { readableReason } from '../core/rollback/readable-reason.ts';
import { toPercents } from '../core/traffic/split.ts';
import { serve } from './middleware/serve.ts';
import { leaveEnvironment } from './support/leave-environment.ts';
import { tryToLetScale } from './support/let-scale.ts';
import { readStage, type Stage } from './support/read-release.ts';

const ACTOR = 'spillway:rollback';

const input = z.object({
  releaseId: z.string(),
  environment: z.string(),
  /** True when the time for proof is over: say so, and let a person look. */
  giveUp: z.boolean(),
  reason: z.string().transform(readableReason),
});

interface Finished {
  readonly settled: boolean;
  readonly reason: string;
}

const desk = openTellingDesk();
const deployments = openDeployments();
const loadBalancer = openLoadBalancer();
const scaling = openScaling();
const services = openServices();

export const handler = serve(input, async (asked, { now }): Promise<Finished> => {
  const { releaseId, environment, giveUp } = asked;
  const stage = await readStage(desk, { releaseId, environment });
  if (isTerminal(stage.record.status)) {
    // Called again after a lost answer, or by whoever follows one that died half way.
    await letGo(stage);
    return { settled: true, reason: stage.record.status };
  }
  if (stage.record.promotedIn.includes(environment)) {
    await endAfterPromotion(stage, asked, now);
    return { settled: true, reason: `promoted in ${environment} before` };
  }
  await pushOn(stage);
  const missing = await whatIsMissing(stage);
  if (missing?.overlayRuleArn !== undefined) await loadBalancer.deleteRule(missing.overlayRuleArn);
  if (missing?.candidateServes === false) await stopAgain(stage);
  const withdrawn = missing?.candidateServes !== true;
  const bodies: EventBody[] = withdrawn ? [{ type: 'traffic.withdrawn', environment }] : [];
  if (missing !== undefined && !giveUp && !(await isLeftAlone(stage))) {
    await desk.record({ releaseId, actor: ACTOR, now, bodies });
    return { settled: false, reason: missing.reason };
  }
  const end = await ending(stage, asked, missing?.reason);
  await settle(stage, releaseId, now, [...bodies, end]);
  return { settled: true, reason: missing?.reason ?? '' };
});

/** What the rollback leads to; what serves before it is decided. */
const goesBackTo = ({ state, record }: Stage): PromotedVersion | null =>
  (record.status === 'ROLLING_BACK' ? versionOf(state, record.target) : undefined) ?? state.stable;

/** Its version was deployed, and nothing else is left that could serve: there is nothing to wait for. */
const leadsNowhere = (stage: Stage): stage is Stage & { record: RollingBack } =>
  stage.record.status === 'ROLLING_BACK' &&
  stage.record.target.kind === 'none' &&
  (stage.state.moving?.candidateTaskDefinitionArn ?? '') !== '' &&
  hasAllUsers(stage);

/** Of two fleets, the old one serves until the new one has been given everybody. */
const hasAllUsers = ({ site, record, place }: Stage): boolean =>
  site.controller === 'ecs' || record.weights[place.environment] === 100;

/** What CodeDeploy still has under way would be stopped by the sweep, and lead back after all. */
const isLeftAlone = async (stage: Stage): Promise<boolean> =>
  leadsNowhere(stage) && (await pendingDeployment(stage.site, stage.state.moving)) === undefined;

type RollingBack = Extract<Stage['record'], { status: 'ROLLING_BACK' }>;

async function ending(
  stage: Stage,
  { environment, reason }: z.infer<typeof input>,
  missing: string | undefined,
): Promise<EventBody> {
  if (missing !== undefined) {
    const why = leadsNowhere(stage) ? stage.record.reason : reason;
    return { type: 'rollback.stranded', reason: `${why}; ${missing}`, environment };
  }
  const evidence = {
    quarantined: await isBarred(stage),
    serving: goesBackTo(stage)?.version ?? 'what did before',
  };
  return { type: 'rollback.completed', evidence, environment };
}

async function isBarred({ record, place }: Stage): Promise<boolean> {
  const key = tableKeys.quarantine(place.service, record.artifact.digest ?? '');
  return (await desk.table.get(key)) !== undefined;
}

async function settle(
  stage: Stage,
  releaseId: string,
  now: number,
  bodies: readonly EventBody[],
): Promise<void> {
  const { place, state, record } = stage;
  const back = goesBackTo(stage);
  const isLeft = leadsNowhere(stage) && bodies.some(({ type }) => type === 'rollback.stranded');
  const version = isLeft ? record.artifact.version : back?.version;
  const serving = version === undefined ? [] : [{ version, weightPercent: 100 }];
  // Before the end is written: whoever lets go afterwards, after a lost answer, does not know it any more.
  if (back !== null && back.digest !== state.stable?.digest)
    await desk.environments.restore(place, releaseId, back);
  await desk.record({ releaseId, actor: ACTOR, now, bodies, serving });
  await letGo(stage);
}

/** After the last environment the release is promoted, whoever failed to say so; before, the next one never begins. */
async function endAfterPromotion(
  stage: Stage,
  { reason }: z.infer<typeof input>,
  now: number,
): Promise<void> {
  const { record, plan, place } = stage;
  const { releaseId, service } = record;
  await leaveEnvironment({ desk, scaling }, stage);
  const next = plan.environments[record.promotedIn.length];
  const serving = [{ version: record.artifact.version, weightPercent: 100 }];
  const bodies: EventBody[] =
    next === undefined
      ? [{ type: 'release.promoted' }]
      : [
          { type: 'environment.entered', environment: next.name },
          { type: 'release.rejected', reason, evidence: { promotedIn: place.environment } },
        ];
  await desk.record({ releaseId, actor: ACTOR, now, bodies, serving });
  await desk.lanes.leave(service, releaseId);
}

async function letGo(stage: Stage): Promise<void> {
  const { place, record } = stage;
  await desk.environments.vacate(place, record.releaseId);
  await desk.lanes.leave(place.service, record.releaseId);
  await tryToLetScale({ desk, scaling }, stage);
}

/**
 * A deployment of the last good version waits for nobody else: at Ready, and before the bad tasks are let go.
 * Nor does the release's own where it has to stay.
 */
async function pushOn(stage: Stage): Promise<void> {
  const { moving } = stage.state;
  const deploymentId = moving?.[leadsNowhere(stage) ? 'deploymentId' : 'returnDeploymentId'] ?? '';
  if (deploymentId === '') return;
  const { status } = await deployments.view(deploymentId);
  if (status === 'Ready') await deployments.goOn(deploymentId, 'READY_WAIT');
  else if (status === 'InProgress' || status === 'Baking') {
    await deployments.goOn(deploymentId, 'TERMINATION_WAIT').catch(tooEarly);
  }
}

/** Whoever took the traffic away may not have been able to stop the deployment: it would wait for days. */
async function stopAgain({ state, site }: Stage): Promise<void> {
  const deploymentId = state.moving?.deploymentId ?? '';
  if (site.controller === 'ecs' || deploymentId === '') return;
  const { status } = await deployments.view(deploymentId);
  if (status === 'Ready') await deployments.stop(deploymentId);
}

const tooEarly = (error: unknown): void => {
  if (!isNamed(error, ...NOT_WAITING)) throw error;
};

/** How CodeDeploy says that a deployment does not wait for what it is told to stop waiting for. */
const NOT_WAITING = [
  'DeploymentIsNotInReadyStateException',
  'InvalidDeploymentStatusException',
  'InvalidDeploymentWaitTypeException',
  'UnsupportedActionForDeploymentTypeException',
] as const;

interface Missing {
  readonly reason: string;
  readonly candidateServes: boolean;
  /** Written by somebody who was late, or whose call was never answered. */
  readonly overlayRuleArn?: string;
}

async function whatIsMissing({ site, state, record }: Stage): Promise<Missing | undefined> {
  const [rules, serving, service] = await Promise.all([
    loadBalancer.rules(site.productionListenerArn),
    loadBalancer.serving(site.productionListenerArn),
    services.view(site),
  ]);
  const overlay = rules.find(({ priority }) => priority === setting('overlayPriority'));
  if (overlay !== undefined) {
    const reason = 'the overlay is still on the listener';
    return { reason, candidateServes: true, overlayRuleArn: overlay.arn };
  }
  // Where tasks replace one another in one group, its share says nothing: what the service runs does.
  const slot = site.controller === 'ecs' ? '' : state.moving?.candidateSlot;
  const percents = toPercents(serving) ?? [];
  const candidateArn = slot === 'a' || slot === 'b' ? site.targetGroups[slot].arn : '';
  const share = percents[serving.findIndex((group) => group.targetGroupArn === candidateArn)] ?? 0;
  const pending = await pendingDeployment(site, state.moving);
  const redeploys = record.status === 'ROLLING_BACK' && record.target.kind === 'redeploy';
  if (share > 0 && !redeploys) {
    return { reason: `the candidate still gets ${share} %`, candidateServes: true };
  }
  if (pending !== undefined) return { reason: pending, candidateServes: share > 0 };
  if (site.controller === 'ecs' && service.rolloutState !== 'COMPLETED') {
    return { reason: `the scheduler's rollout is ${service.rolloutState}`, candidateServes: true };
  }
  if (service.taskDefinitionArn === state.moving?.candidateTaskDefinitionArn) {
    return { reason: 'the service still runs the candidate', candidateServes: true };
  }
  if (service.runningCount < service.desiredCount) {
    const { runningCount, desiredCount } = service;
    return { reason: `${runningCount} of ${desiredCount} tasks run`, candidateServes: false };
  }
  return undefined;
}

/** CodeDeploy rolls back by a deployment of its own, which must end before the next release can begin. */
async function pendingDeployment(
  site: Stage['site'],
  moving: Stage['state']['moving'],
): Promise<string | undefined> {
  if (site.controller === 'ecs' || !hasDeployed(moving)) return undefined;
  const active = await deployments.active(site);
  const [first] = active;
  return first === undefined ? undefined : `deployment ${first.deploymentId} is ${first.status}`;
}

const hasDeployed = (moving: Stage['state']['moving']): boolean =>
  moving !== null && (moving.deploymentId !== '' || moving.returnDeploymentId !== '');

// Checks that going back will be possible, registers the candidate by digest, and lets the engine bring it up.
import * as z from 'zod';
import { openDeployments } from '../aws/deployments.ts';
import { openDesk } from '../aws/desk.ts';
import { Failure } from '../aws/failure.ts';
import { openImages } from '../aws/images.ts';
import { type ListenerRule, openLoadBalancer } from '../aws/load-balancer.ts';
import { openMetrics } from '../aws/metrics.ts';
import { openScaling } from '../aws/scaling.ts';
import { openServices } from '../aws/services.ts';
import { setting } from '../aws/settings.ts';
import { errorNames } from '../core/contract/error-names.ts';
import { toInstant } from '../core/contract/instant.ts';
import { alarmsOf } from '../core/plan/alarms-of.ts';
import { assessPreflight } from '../core/preflight/assess-preflight.ts';
import { currentEnvironment } from '../core/release/changed.ts';
import { overriddenAlarms } from '../core/release/overridden-alarms.ts';
import type { ReleaseRecord } from '../core/release/record.ts';
import type { WeightedGroup } from '../core/traffic/split.ts';
import { serve } from './middleware/serve.ts';
import { findServing, versionNameOf } from './support/find-serving.ts';
import { readStage, requireOwner, type Stage } from './support/read-release.ts';

const ACTOR = 'spillway:prepare';

const input = z.object({ releaseId: z.string(), environment: z.string() });

/** What the machine needs to go on without asking again; ids and small numbers only. */
interface Prepared {
  readonly deploymentId: string;
  readonly taskDefinitionArn: string;
}

const desk = openDesk();
const adapters = {
  deployments: openDeployments(),
  images: openImages(),
  loadBalancer: openLoadBalancer(),
  metrics: openMetrics(),
  scaling: openScaling(),
  services: openServices(),
};

export const handler = serve(
  input,
  async ({ releaseId, environment }, { now }): Promise<Prepared> => {
    const stage = await readStage(desk, { releaseId, environment });
    // An earlier call may have deployed it and died before it saw the end.
    if (!mayGoOn(stage.record, environment)) return takeDown(stage);
    const moving = requireOwner(stage, releaseId);
    // A second call, after a crash or a lost answer, goes on where the first one stopped.
    const registered = moving.candidateTaskDefinitionArn;
    const taskDefinitionArn = registered === '' ? await begin(stage, now) : registered;
    const deploymentId = await startDeployment(stage, taskDefinitionArn);
    await desk.environments.note(stage.place, releaseId, { deploymentId });
    const { record } = await desk.record({
      releaseId,
      actor: ACTOR,
      now,
      bodies: [{ type: 'deployment.started', environment, deploymentId }],
    });
    // Whoever ended it meanwhile found nothing to stop.
    if (!mayGoOn(record, environment)) return takeDown({ ...stage, record });
    return { deploymentId, taskDefinitionArn };
  },
);

/** What has ended, or is on its way back, is not deployed; a repeated call may find it further on its way. */
const mayGoOn = (record: ReleaseRecord, environment: string): boolean =>
  currentEnvironment(record) === environment && record.status !== 'ROLLING_BACK';

/** CodeDeploy knows by the description what this release has deployed, noted or not. */
async function takeDown({ record, planned, site }: Stage): Promise<never> {
  const active = site.controller === 'codedeploy' ? await adapters.deployments.active(site) : [];
  const own = active.filter(({ description }) => description === descriptionOf(record, planned));
  for (const { deploymentId } of own) await adapters.deployments.stop(deploymentId);
  if (own.length > 0) await adapters.scaling.release(site);
  throw ended(record);
}

const ended = ({ releaseId, status }: ReleaseRecord): Failure =>
  new Failure(errorNames.aborted, `${releaseId} is not to be deployed any more: ${status}`);

async function begin(stage: Stage, now: number): Promise<string> {
  const { record, site, place } = stage;
  const { releaseId } = record;
  const { evidence, serving } = await preflight(stage);
  const intended = await desk.record({
    releaseId,
    actor: ACTOR,
    now,
    bodies: [
      {
        type: 'intent.recorded',
        call: 'ecs:RegisterTaskDefinition',
        argumentsHash: record.artifact.digest ?? '',
      },
      { type: 'note.added', text: `ready: ${JSON.stringify(evidence)}` },
    ],
  });
  if (!mayGoOn(intended.record, place.environment)) throw ended(intended.record);
  await holdScaling(stage);
  const { taskDefinitionFamily: template, containerName } = site;
  const taskDefinitionArn = await adapters.services.register({
    template,
    replaces: ({ name }) => name === containerName,
    image: `${site.repositoryUri}@${record.artifact.digest}`,
    releaseId,
  });
  if (taskDefinitionArn === undefined) {
    throw new Failure(errorNames.preflightFailed, `${template} has no container ${containerName}`);
  }
  await desk.environments.note(place, releaseId, {
    candidateTaskDefinitionArn: taskDefinitionArn,
    candidateSlot: idleSlot(site, serving),
    preparedAt: toInstant(now),
  });
  return taskDefinitionArn;
}

/** Written down first: whoever ends the release must know that there is something to let go. */
async function holdScaling({ record, site, place }: Stage): Promise<void> {
  if (site.scalableResourceId === '') return;
  if (!(await desk.environments.holdScaling(place, record.releaseId))) {
    throw new Failure(errorNames.fenced, `${record.releaseId} has lost this environment`);
  }
  await adapters.scaling.hold(site);
}

/** Where CodeDeploy will put the candidate: alarms of the other target group are none of its doing. */
function idleSlot({ controller, targetGroups }: Stage['site'], serving: readonly WeightedGroup[]) {
  if (controller === 'ecs') return '';
  const { targetGroupArn } = serving.find(({ weight }) => weight > 0) ?? {};
  return targetGroupArn === targetGroups.a.arn ? 'b' : 'a';
}

interface Ready {
  readonly evidence: Readonly<Record<string, string | number>>;
  /** What the listener served when it was looked at. */
  readonly serving: readonly WeightedGroup[];
}

async function preflight(stage: Stage): Promise<Ready> {
  const { site, planned, plan } = stage;
  const [service, serving, rules, alarms, active, template, stickyGroups] = await Promise.all([
    adapters.services.view(site),
    adapters.loadBalancer.serving(site.productionListenerArn),
    adapters.loadBalancer.rules(site.productionListenerArn),
    adapters.metrics.alarms(alarmsOf(stage.place, planned)),
    site.controller === 'codedeploy' ? adapters.deployments.active(site) : [],
    adapters.services.taskDefinition(site.taskDefinitionFamily, site.containerName),
    findStickyGroups(site),
  ]);
  const stable = await stableFacts(stage, service.taskDefinitionArn);
  const result = assessPreflight({
    serving,
    sticky: [...stickyGroups, ...findStickyRules(site, rules)],
    overlayLeftOver: rules.some((rule) => rule.priority === setting('overlayPriority')),
    alarms,
    overridden: overriddenAlarms(stage.record.trigger),
    stable,
    architecture: {
      planned: plan.architecture,
      ofTasks: template?.architecture ?? plan.architecture,
    },
    runningCount: service.runningCount,
    desiredCount: service.desiredCount,
    otherDeployments: active.map(({ deploymentId }) => deploymentId),
  });
  if (result.ready) return { evidence: result.evidence, serving };
  const name = result.mayPass ? errorNames.notReady : errorNames.preflightFailed;
  throw new Failure(name, result.problems.join('; '));
}

/** Where the scheduler of ECS replaces tasks, nothing is weighed. */
async function findStickyGroups({
  controller,
  targetGroups,
}: Stage['site']): Promise<readonly string[]> {
  if (controller === 'ecs') return [];
  const groups = [targetGroups.a, targetGroups.b];
  const sticky = await Promise.all(groups.map(({ arn }) => adapters.loadBalancer.isSticky(arn)));
  return groups.flatMap(({ name }, index) => (sticky[index] ? [`the target group ${name}`] : []));
}

const findStickyRules = (
  { controller }: Stage['site'],
  rules: readonly ListenerRule[],
): readonly string[] =>
  controller === 'ecs'
    ? []
    : rules.flatMap(({ sticky, priority }) =>
        sticky ? [`the rule ${priority} of the production listener`] : [],
      );

/** What serves now is where a rollback leads. What CloudFormation started counts as a version too. */
async function stableFacts({ site, state, place }: Stage, servingArn: string) {
  const { active, image } = await findServing(adapters, site, servingArn);
  if (state.stable === null && image !== undefined) {
    await desk.environments.adopt(place, {
      releaseId: 'initial',
      digest: image.digest,
      version: versionNameOf(image),
      taskDefinitionArn: servingArn,
    });
  }
  return { taskDefinitionActive: active, imageExists: image !== undefined };
}

async function startDeployment(stage: Stage, taskDefinitionArn: string): Promise<string> {
  const { planned, site, record } = stage;
  // A rolling deployment is started by the machine itself: the ECS service has no deployment id to wait for.
  if (planned.engine.kind === 'rolling') return '';
  return adapters.deployments.start({
    site,
    taskDefinitionArn,
    description: descriptionOf(record, planned),
    configurationName: planned.engine.configuration.name,
  });
}

const descriptionOf = ({ releaseId, epoch }: ReleaseRecord, { name }: Stage['planned']): string =>
  `spillway release=${releaseId} environment=${name} epoch=${epoch}`;

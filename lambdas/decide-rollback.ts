// What a rollback must do beside taking the traffic away, and who does it. One execution at a time.
import * as z from 'zod';
import { openDeployments } from '../aws/deployments.ts';
import { versionOf } from '../aws/environments.ts';
import { openExecutions } from '../aws/executions.ts';
import { openImages } from '../aws/images.ts';
import { openLoadBalancer } from '../aws/load-balancer.ts';
import { openServices } from '../aws/services.ts';
import { openTellingDesk } from '../aws/telling-desk.ts';
import { tableKeys } from '../core/contract/table-keys.ts';
import type { EventBody } from '../core/release/event.ts';
import { isPersonTold } from '../core/release/hold.ts';
import type { ReleaseRecord } from '../core/release/record.ts';
import { isTerminal, isUntouched } from '../core/release/transitions.ts';
import { type EngineError, errorIn, isVersionToBlame } from '../core/rollback/blame.ts';
import { decideRollback } from '../core/rollback/decide.ts';
import type { RollbackDecision, RollbackTarget } from '../core/rollback/decision.ts';
import { readableReason } from '../core/rollback/readable-reason.ts';
import { causes } from '../core/rollback/situation.ts';
import { serve } from './middleware/serve.ts';
import { readRelease, readStage, type Stage } from './support/read-release.ts';
import { readSituation } from './support/read-situation.ts';

const input = z
  .object({
    releaseId: z.string(),
    service: z.string(),
    /** Empty when the release had not reached one. */
    environment: z.string(),
    cause: z.enum(causes),
    reason: z.string(),
    actor: z.string(),
    executionArn: z.string(),
    /** False where the plan may have it lowered step by step: that has to be decided first. */
    trafficIsGone: z.boolean(),
  })
  .transform((asked) => ({
    ...asked,
    reason: readableReason(asked.reason),
    error: errorIn(asked.reason),
  }));

type Input = z.infer<typeof input>;

/**
 * `prove`: wait until what serves is proven. `schedule`: first give the ECS service its old task definition.
 * `hold`: a person decides, and until then the release stays as it is.
 * Before the traffic is gone: `lower` it step by step, or `withdraw` it at once and ask again.
 */
interface Decided {
  readonly action: 'nothing' | 'hold' | 'prove' | 'schedule' | 'lower' | 'withdraw';
  readonly reason: string;
  readonly taskDefinitionArn: string;
  readonly environment: string;
}

const desk = openTellingDesk();
const executions = openExecutions();
const adapters = {
  deployments: openDeployments(),
  images: openImages(),
  loadBalancer: openLoadBalancer(),
  services: openServices(),
};

export const handler = serve(input, async (asked, { now }): Promise<Decided> => {
  const { record } = await readRelease(desk, asked.releaseId);
  if (isTerminal(record.status)) {
    // Whoever ended it may have died before it let go of what it held.
    await letGo(asked);
    return nothing(`the release has ended: ${record.status}`);
  }
  if (isUntouched(record.status) && (await endUntouched(asked, now))) return nothing(asked.reason);
  const environment = 'environment' in record ? record.environment : asked.environment;
  const stage = await readStage(desk, { releaseId: asked.releaseId, environment });
  if (stage.record.promotedIn.includes(environment)) return wrapUp(stage);
  if (!(await claim(stage, asked.executionArn))) return nothing('a rollback is under way');
  if (stage.record.status === 'ROLLING_BACK') {
    await barWhereToBlame(stage, asked);
    return asked.trafficIsGone ? proceed(stage, stage.record.target) : lowerIfFenced(stage.record);
  }
  const situation = await readSituation({ desk, ...adapters }, stage, asked, now);
  const decision = decideRollback(situation);
  if (!asked.trafficIsGone && decision.kind !== 'roll-back-gradually') return withdraw;
  return act(stage, decision, asked, now);
});

/** As the rollback begins: whoever leads it on after a death does not know the cause any more. */
async function barWhereToBlame(stage: Stage, asked: Input): Promise<void> {
  const { record, place } = stage;
  const { digest } = record.artifact;
  if (digest === null || !isVersionToBlame(asked.cause, await engineErrors(stage, asked))) return;
  const key = tableKeys.quarantine(place.service, digest);
  await desk.table.put({ key, item: { releaseId: record.releaseId, reason: asked.reason } });
}

/** The machine that failed tells one, and the release's own deployment another. */
async function engineErrors(
  { site, state }: Stage,
  { cause, error: told }: Input,
): Promise<readonly EngineError[]> {
  const deploymentId = state.moving?.deploymentId ?? '';
  if (cause !== 'engine-failed' || site.controller === 'ecs' || deploymentId === '') return [told];
  const { error } = await adapters.deployments.view(deploymentId);
  return [told, errorIn(error)];
}

const nothing = (reason: string): Decided => ({
  action: 'nothing',
  reason,
  taskDefinitionArn: '',
  environment: '',
});

const withdraw: Decided = { ...nothing('not step by step'), action: 'withdraw' };

/** Whoever leads it on after a death finds only what was written: a switch is stopped at once or not at all. */
const lowerIfFenced = (record: ReleaseRecord): Decided =>
  record.status === 'ROLLING_BACK' && record.from === 'BAKING' && record.target.kind === 'warm'
    ? { ...nothing('step by step'), action: 'lower' }
    : withdraw;

/** Nothing was deployed: there is nothing to take back, and the lane is free again. False when it was deployed meanwhile. */
async function endUntouched(
  { releaseId, service, environment, cause, reason, actor }: Input,
  now: number,
): Promise<boolean> {
  const body: EventBody =
    cause === 'operator'
      ? { type: 'release.cancelled', reason }
      : { type: 'release.rejected', reason, evidence: { cause } };
  const { record } = await desk.record({ releaseId, actor, now, bodies: [body] });
  if (!isTerminal(record.status)) return false;
  await letGo({ releaseId, service, environment });
  return true;
}

async function letGo({
  releaseId,
  service,
  environment,
}: Pick<Input, 'releaseId' | 'service' | 'environment'>): Promise<void> {
  if (environment !== '') await desk.environments.vacate({ service, environment }, releaseId);
  await desk.lanes.leave(service, releaseId);
}

/** Promoted here: what failed came afterwards, and whoever proves finds nothing to take back. */
const wrapUp = ({ place: { environment } }: Stage): Decided => ({
  action: 'prove',
  reason: `promoted in ${environment} before`,
  taskDefinitionArn: '',
  environment,
});

/** An execution that died leaves its claim to the next one. */
async function claim({ place, state }: Stage, executionArn: string): Promise<boolean> {
  const before = state.rollbackExecutionArn;
  if (before === executionArn) return true;
  if (before !== '' && (await executions.isRunning(before))) return false;
  return desk.environments.claimRollback(place, executionArn, before);
}

async function act(
  stage: Stage,
  decision: RollbackDecision,
  asked: Input,
  now: number,
): Promise<Decided> {
  const { releaseId, actor } = asked;
  const { environment } = stage.place;
  // Whoever has risen since it was read, or begun its switch, is not lowered step by step: that is decided anew.
  const onlyAfter = asked.trafficIsGone ? {} : { onlyAfter: stage.record.sequence };
  const record = (body: EventBody) =>
    desk.record({ releaseId, actor, now, bodies: [body], ...onlyAfter });
  switch (decision.kind) {
    case 'ignore':
      return nothing(decision.reason);
    case 'hold':
    case 'page':
      // Asked again every minute; told once.
      if (!isPersonTold(stage.record)) {
        await record({ type: 'release.held', reason: decision.reason, needsPerson: true });
      }
      return { ...nothing(decision.reason), action: 'hold' };
    default: {
      const { kind, target, reason } = decision;
      const begun: EventBody = {
        type: 'rollback.started',
        decision: kind,
        reason,
        target,
        environment,
      };
      const { record: after, refusals } = await record(begun);
      // Promoted, or ended, since it was read: then it stays so.
      if (after.status !== 'ROLLING_BACK') return nothing(refusals.join('; '));
      await barWhereToBlame(stage, asked);
      return asked.trafficIsGone ? proceed(stage, target) : lowerIfFenced(after);
    }
  }
}

async function proceed(stage: Stage, target: RollbackTarget): Promise<Decided> {
  const { state, site, record, place } = stage;
  const { environment } = place;
  const taskDefinitionArn = versionOf(state, target)?.taskDefinitionArn ?? '';
  const reason = target.kind;
  if (target.kind === 'none') return { action: 'prove', reason, taskDefinitionArn, environment };
  if (site.controller === 'ecs')
    return { action: 'schedule', reason, taskDefinitionArn, environment };
  if (target.kind === 'redeploy') {
    const returnDeploymentId = await adapters.deployments.start({
      site,
      taskDefinitionArn,
      description: `spillway rollback=${record.releaseId} environment=${place.environment}`,
      configurationName: 'CodeDeployDefault.ECSAllAtOnce',
    });
    await desk.environments.note(place, record.releaseId, { returnDeploymentId });
  }
  return { action: 'prove', reason, taskDefinitionArn, environment };
}

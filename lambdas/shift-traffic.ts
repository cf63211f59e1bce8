// Sets the weight of a phase in Spillway's own rule, and believes it only once it was read back. No weight rises beyond what the candidate can carry.
import * as z from 'zod';
import { openDeployments } from '../aws/deployments.ts';
import { type Desk, openDesk } from '../aws/desk.ts';
import { Failure } from '../aws/failure.ts';
import type { Appended } from '../aws/ledger.ts';
import { openLoadBalancer } from '../aws/load-balancer.ts';
import { setting } from '../aws/settings.ts';
import { errorNames } from '../core/contract/error-names.ts';
import { toInstant } from '../core/contract/instant.ts';
import { canCarry } from '../core/traffic/fleets.ts';
import { compareWeights, overlayForward } from '../core/traffic/overlay.ts';
import { serve } from './middleware/serve.ts';
import { readFleets, type SlottedFleets } from './support/fleets.ts';
import { readStage, requireOwner, type Stage } from './support/read-release.ts';
import { refusedStep } from './support/refused-step.ts';

const ACTOR = 'spillway:shift';

const input = z.object({
  releaseId: z.string(),
  environment: z.string(),
  phase: z.number().int().nonnegative(),
});

interface Shifted {
  readonly weightPercent: number;
  readonly verifiedAt: string;
}

const desk = openDesk();
const adapters = { deployments: openDeployments(), loadBalancer: openLoadBalancer() };

export const handler = serve(
  input,
  async ({ releaseId, environment, phase }, { now }): Promise<Shifted> => {
    const stage = await readStage(desk, { releaseId, environment });
    const { deploymentId } = requireOwner(stage, releaseId);
    const weightPercent = stage.planned.phases[phase]?.weightPercent ?? 0;
    const fleets = await readFleets(adapters, { site: stage.site, deploymentId });
    requireCapacity(fleets, weightPercent);
    // The last rise is CodeDeploy's own switch: all there is to do is to know that it may come.
    if (weightPercent === 100) {
      await requireOverlay(stage);
      return { weightPercent, verifiedAt: toInstant(now) };
    }
    const recordNow = (bodies: Parameters<Desk['record']>[0]['bodies']) =>
      desk.record({ releaseId, actor: ACTOR, now: Date.now(), bodies });
    const requested = await recordNow([
      { type: 'weight.requested', environment, phase, weightPercent },
      {
        type: 'intent.recorded',
        call: 'elasticloadbalancing:weights',
        argumentsHash: `${phase}:${weightPercent}`,
      },
    ]);
    requireAccepted(requested, phase);
    await setWeight(stage, fleets, { releaseId, weightPercent });
    await verify(stage, fleets, weightPercent);
    const { record } = await recordNow([
      { type: 'weight.verified', environment, phase, weightPercent },
    ]);
    // A rollback may have looked for a rule just before this one was made: then it is ours to undo.
    if (record.status !== 'BAKING') await undo(stage, record.status);
    return {
      weightPercent,
      verifiedAt: 'verifiedAt' in record ? record.verifiedAt : toInstant(now),
    };
  },
);

/** A repeated call finds its request in the ledger; a held or ended release must not go on. */
function requireAccepted({ record, refusals }: Appended, phase: number): void {
  if ('phase' in record && record.phase === phase) return;
  throw refusedStep(record, `the weight may not rise: ${refusals.join('; ')}`);
}

function requireCapacity({ stable, candidate }: SlottedFleets, weightPercent: number): void {
  const needed = stable.desiredCount;
  if (canCarry(candidate, weightPercent, needed)) return;
  const message = `${candidate.healthyCount} healthy tasks cannot carry ${weightPercent} % of what ${needed} carry`;
  throw new Failure(errorNames.notConverged, message);
}

/** Who takes a release back takes its rule first, and writes that down last: without the rule, nothing may rise. */
async function requireOverlay({ site, state }: Stage): Promise<void> {
  const overlayRuleArn = state.moving?.overlayRuleArn ?? '';
  if (overlayRuleArn === '') return;
  const rules = await adapters.loadBalancer.rules(site.productionListenerArn);
  if (rules.some(({ arn }) => arn === overlayRuleArn)) return;
  throw new Failure(errorNames.aborted, 'the rule is gone: somebody takes the release back');
}

async function setWeight(
  { site, state, place }: Stage,
  fleets: SlottedFleets,
  { releaseId, weightPercent }: { releaseId: string; weightPercent: number },
): Promise<void> {
  const groups = overlayForward(fleets, weightPercent);
  const overlayRuleArn = state.moving?.overlayRuleArn ?? '';
  // Only this release knows its rule: once a rollback has deleted it, a late write changes nothing.
  if (overlayRuleArn !== '') return adapters.loadBalancer.setOverlay(overlayRuleArn, groups);
  const priority = Number(setting('overlayPriority'));
  const rules = await adapters.loadBalancer.rules(site.productionListenerArn);
  const left = rules.find((rule) => rule.priority === String(priority));
  const created =
    left?.arn ??
    (await adapters.loadBalancer.createOverlay({
      listenerArn: site.productionListenerArn,
      priority,
      groups,
      tags: { 'spillway:release': releaseId },
    }));
  const noted = await desk.environments.note(place, releaseId, {
    overlayRuleArn: created,
    candidateSlot: fleets.candidateSlot,
  });
  if (noted) return;
  await adapters.loadBalancer.deleteRule(created);
  throw new Failure(errorNames.fenced, `${releaseId} lost the environment while it shifted`);
}

async function undo({ place }: Stage, status: string): Promise<never> {
  const { moving } = await desk.environments.read(place);
  const overlayRuleArn = moving?.overlayRuleArn ?? '';
  if (overlayRuleArn !== '') await adapters.loadBalancer.deleteRule(overlayRuleArn);
  throw new Failure(errorNames.aborted, `the release is ${status}; its weight was taken back`);
}

async function verify(
  { site }: Stage,
  fleets: SlottedFleets,
  weightPercent: number,
): Promise<void> {
  const serving = await adapters.loadBalancer.serving(site.productionListenerArn);
  const compared = compareWeights(fleets, weightPercent, serving);
  if (!compared.converged) throw new Failure(errorNames.notConverged, compared.reason);
}

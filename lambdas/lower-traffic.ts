// One step of a gradual rollback: the next lower weight of the candidate, read back. The machine takes the last one.
import * as z from 'zod';
import { openDesk } from '../aws/desk.ts';
import { Failure } from '../aws/failure.ts';
import { openLoadBalancer } from '../aws/load-balancer.ts';
import { errorNames } from '../core/contract/error-names.ts';
import type { RollbackStep } from '../core/plan/plan.ts';
import type { EventBody } from '../core/release/event.ts';
import { stepsDown } from '../core/traffic/next-weight.ts';
import { splitAt, toPercents } from '../core/traffic/split.ts';
import { serve } from './middleware/serve.ts';
import { readStage, requireOwner } from './support/read-release.ts';
import { refusedStep } from './support/refused-step.ts';

const ACTOR = 'spillway:rollback';

const input = z.object({ releaseId: z.string(), environment: z.string() });

interface Lowered {
  /** True: what is left is to take the rule away. */
  readonly done: boolean;
  readonly holdSeconds: number;
}

const desk = openDesk();
const loadBalancer = openLoadBalancer();

export const handler = serve(input, async ({ releaseId, environment }): Promise<Lowered> => {
  const stage = await readStage(desk, { releaseId, environment });
  const { candidateSlot, overlayRuleArn, gradualSteps } = requireOwner(stage, releaseId);
  // Whoever may still rise is not lowered: the two would take turns.
  if (stage.record.status !== 'ROLLING_BACK') throw refusedStep(stage.record, 'nobody rolls back');
  if (candidateSlot !== 'a' && candidateSlot !== 'b') throw unknownCandidate(releaseId);
  const candidateArn = stage.site.targetGroups[candidateSlot].arn;
  const stableArn = stage.site.targetGroups[candidateSlot === 'a' ? 'b' : 'a'].arn;
  const readPercent = () => percentOf(candidateArn, stage.site.productionListenerArn);
  const steps = JSON.parse(gradualSteps) as RollbackStep[];
  const [next] = stepsDown(steps, await readPercent());
  if (next === undefined || next.weightPercent === 0) return { done: true, holdSeconds: 0 };
  const { stablePercent, candidatePercent } = splitAt(next.weightPercent);
  const record = (body: EventBody) =>
    desk.record({ releaseId, actor: ACTOR, now: Date.now(), bodies: [body] });
  await record({
    type: 'intent.recorded',
    call: 'elasticloadbalancing:weights',
    argumentsHash: `down:${candidatePercent}`,
  });
  await loadBalancer.setOverlay(overlayRuleArn, [
    { targetGroupArn: stableArn, weight: stablePercent },
    { targetGroupArn: candidateArn, weight: candidatePercent },
  ]);
  const percent = await readPercent();
  if (percent !== candidatePercent) throw notLowered(percent, candidatePercent);
  await record({ type: 'weight.lowered', environment, weightPercent: percent });
  return { done: false, holdSeconds: next.holdSeconds };
});

async function percentOf(targetGroupArn: string, listenerArn: string): Promise<number> {
  const serving = await loadBalancer.serving(listenerArn);
  const index = serving.findIndex((group) => group.targetGroupArn === targetGroupArn);
  return toPercents(serving)?.[index] ?? 0;
}

const notLowered = (percent: number, wanted: number): Failure =>
  new Failure(errorNames.notConverged, `the candidate has ${percent} %, wanted ${wanted} %`);

const unknownCandidate = (releaseId: string): Failure =>
  new Failure(errorNames.notConverged, `nobody knows the candidate's target group of ${releaseId}`);

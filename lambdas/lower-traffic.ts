// One step of a gradual rollback: the next lower weight of the candidate, read back. The machine takes the last one.
import * as z from 'zod';
import { openDesk } from '../aws/desk.ts';
import { Failure } from '../aws/failure.ts';
import { openLoadBalancer } from '../aws/load-balancer.ts';
import { errorNames } from '../core/contract/error-names.ts';
import type { RollbackStep } from '../core/plan/plan.ts';
import { stepsDown } from '../core/traffic/next-weight.ts';
import { splitAt, toPercents } from '../core/traffic/split.ts';
import { serve } from './middleware/serve.ts';
import { readStage, requireOwner } from './support/read-release.ts';

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
  if (candidateSlot !== 'a' && candidateSlot !== 'b') throw unknownCandidate(releaseId);
  const candidateArn = stage.site.targetGroups[candidateSlot].arn;
  const stableArn = stage.site.targetGroups[candidateSlot === 'a' ? 'b' : 'a'].arn;
  const serving = await loadBalancer.serving(stage.site.productionListenerArn);
  const percents = toPercents(serving) ?? [];
  const index = serving.findIndex(({ targetGroupArn }) => targetGroupArn === candidateArn);
  const steps = JSON.parse(gradualSteps) as RollbackStep[];
  const [next] = stepsDown(steps, percents[index] ?? 0);
  if (next === undefined || next.weightPercent === 0) return { done: true, holdSeconds: 0 };
  const split = splitAt(next.weightPercent);
  await loadBalancer.setOverlay(overlayRuleArn, [
    { targetGroupArn: stableArn, weight: split.stablePercent },
    { targetGroupArn: candidateArn, weight: split.candidatePercent },
  ]);
  return { done: false, holdSeconds: next.holdSeconds };
});

const unknownCandidate = (releaseId: string): Failure =>
  new Failure(errorNames.notConverged, `nobody knows the candidate's target group of ${releaseId}`);

// The guard is over: the candidate is what serves here from now on, and scaling goes on.
import * as z from 'zod';
import { openDesk } from '../aws/desk.ts';
import { openScaling } from '../aws/scaling.ts';
import { serve } from './middleware/serve.ts';
import { leaveEnvironment } from './support/leave-environment.ts';
import { readStage, requireOwner } from './support/read-release.ts';
import { refusedStep } from './support/refused-step.ts';

const ACTOR = 'spillway:promote';

const input = z.object({ releaseId: z.string(), environment: z.string() });
const desk = openDesk();
const scaling = openScaling();

export const handler = serve(input, async ({ releaseId, environment }, { now }) => {
  const stage = await readStage(desk, { releaseId, environment });
  // Called again after a lost answer, when the place is vacated already.
  if (stage.record.promotedIn.includes(environment) && stage.state.moving === null) return {};
  requireOwner(stage, releaseId);
  const { record, refusals } = await desk.record({
    releaseId,
    actor: ACTOR,
    now,
    bodies: [{ type: 'environment.promoted', environment }],
  });
  if (!record.promotedIn.includes(environment)) {
    throw refusedStep(record, `not promoted: ${refusals.join('; ')}`);
  }
  await leaveEnvironment({ desk, scaling }, stage);
  return {};
});

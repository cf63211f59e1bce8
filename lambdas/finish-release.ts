// The last environment is promoted: the release ends, and the lane is free for the next one.
import * as z from 'zod';
import { openTellingDesk } from '../aws/telling-desk.ts';
import { serve } from './middleware/serve.ts';
import { readRelease } from './support/read-release.ts';
import { refusedStep } from './support/refused-step.ts';

const ACTOR = 'spillway:promote';

const input = z.object({ releaseId: z.string(), service: z.string() });
const desk = openTellingDesk();

export const handler = serve(input, async ({ releaseId, service }, { now }) => {
  const { record: before } = await readRelease(desk, releaseId);
  const { record, refusals } = await desk.record({
    releaseId,
    actor: ACTOR,
    now,
    bodies: [{ type: 'release.promoted' }],
    serving: [{ version: before.artifact.version, weightPercent: 100 }],
  });
  if (record.status !== 'PROMOTED') {
    throw refusedStep(record, `not promoted: ${refusals.join('; ')}`);
  }
  await desk.lanes.leave(service, releaseId);
  return { releaseId, outcome: record.status };
});

// Writes into the ledger what the machine itself has done: steps that need no other work than to be told.
import * as z from 'zod';
import { openDesk } from '../aws/desk.ts';
import { serve } from './middleware/serve.ts';
import { refusedStep } from './support/refused-step.ts';

const ACTOR = 'spillway:machine';

const environment = z.string();
const step = z.discriminatedUnion('type', [
  z.object({ type: z.literal('checks.started'), environment }),
  z.object({ type: z.literal('promotion.started'), environment }),
  z.object({
    type: z.literal('check.passed'),
    environment,
    check: z.string(),
    evidence: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  }),
]);

const input = z.object({ releaseId: z.string(), step });
const desk = openDesk();

export const handler = serve(input, async ({ releaseId, step: body }, { now }) => {
  const { record, events, refusals } = await desk.record({
    releaseId,
    actor: ACTOR,
    now,
    bodies: [body],
  });
  // A promotion that the record refuses (held, aborted, ended) must not happen.
  if (body.type === 'promotion.started' && record.status !== 'PROMOTING') {
    throw refusedStep(record, refusals.join('; '));
  }
  return { recorded: events.length };
});

// Faults, as a scenario writes them: the rules of the kernel without their times, which the timeline gives.
import * as z from 'zod';

const chance = {
  probability: z.number().min(0).max(1).optional(),
  times: z.int().min(1).optional(),
  skip: z.int().min(0).optional(),
};
const delayMs = z.number().min(0).optional();
const text = z.string().min(1).optional();

const name = text.describe('A part of the name of the function or state machine');

export const faultSchema = z.discriminatedUnion('hook', [
  z.strictObject({
    hook: z.literal('call'),
    fault: z.enum(['throttle', 'error', 'lostBefore', 'lostAfter']),
    service: text.describe('As it signs its requests: `ecs`, `elasticloadbalancing`, ...'),
    operation: text,
    caller: text.describe("A part of the caller's ARN"),
    ...chance,
  }),
  z.strictObject({
    hook: z.literal('event'),
    fault: z.enum(['lost', 'late', 'twice', 'reordered']),
    source: text,
    detailType: text,
    delayMs,
    ...chance,
  }),
  z.strictObject({
    hook: z.literal('lambda'),
    fault: z.enum(['killed', 'slow']),
    name,
    delayMs: delayMs.describe('How much later a slow invocation begins'),
    afterRequests: z
      .int()
      .min(0)
      .optional()
      .describe('How many requests a killed invocation has sent before'),
    ...chance,
  }),
  z.strictObject({
    hook: z.literal('execution'),
    fault: z.enum(['killed', 'slow']),
    name,
    atEvent: z
      .int()
      .min(1)
      .optional()
      .describe('The id of the history event at which it is killed'),
    delayMs: delayMs.describe('How much longer each transition of a slow execution takes'),
    ...chance,
  }),
  z.strictObject({
    hook: z.literal('metric'),
    fault: z.enum(['missing', 'late']),
    namespace: text,
    metricName: text,
    delayMs,
    ...chance,
  }),
]);

// Fault rules as an operator sends them: one, or a list. Checked here, all problems at once.
import * as z from 'zod';
import type { FaultRule } from '../kernel/faults.ts';
import { faultSchema } from '../scenario/fault-schema.ts';

/** Virtual time: ISO text, or milliseconds since the epoch. */
const moment = z
  .union([z.number().min(0), z.iso.datetime({ offset: true }).transform(Date.parse)])
  .optional();
const window = { fromMs: moment, untilMs: moment };

const [call, event, lambda, execution, metric] = faultSchema.options;
const ruleSchema = z.discriminatedUnion('hook', [
  call.extend(window),
  event.extend(window),
  lambda.extend(window),
  execution.extend(window),
  metric.extend(window),
]);

const RULES_MAX = 1_000;

export const rulesSchema = z.preprocess(
  (given) => (Array.isArray(given) ? given : [given]),
  // JSON has no undefined: a key that is absent stays absent.
  z
    .array(ruleSchema)
    .min(1)
    .max(RULES_MAX)
    .transform((rules) => rules as FaultRule[]),
);

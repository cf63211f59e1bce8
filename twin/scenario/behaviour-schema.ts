// How a version behaves, as a scenario writes it. What is left out is as in a version that behaves well.
import * as z from 'zod';

const ratio = z.number().min(0).max(1);
const percent = z.number().min(0);

/** One number where nothing varies. */
const spread = (unit: string) =>
  z
    .union([
      z
        .number()
        .positive()
        .transform((value) => ({ median: value, p99: value })),
      z.strictObject({ median: z.number().positive(), p99: z.number().positive() }),
    ])
    .describe(`${unit}: the median and the 99th percentile, or one number`);

const worse = {
  errorRate: ratio.optional(),
  latencyMs: spread('Milliseconds').optional(),
  cpuPercent: percent.optional(),
  memoryPercent: percent.optional(),
};

export const behaviourSchema = z.strictObject({
  startSeconds: spread('Seconds from the launch of a task until it runs').optional(),
  warmUpSeconds: z.number().min(0).optional().describe('For so long a running task answers 503'),
  neverHealthy: z.boolean().optional().describe('It answers 503 for ever'),
  crashAfterSeconds: z.number().min(0).optional().describe('Each task exits after so long'),
  job: z
    .strictObject({ seconds: z.number().min(0), exitCode: z.int().min(0).max(255).default(0) })
    .optional()
    .describe('How a task ends that is run once, by itself: a migration, or a test'),
  errorRate: ratio.optional().describe('The share of requests answered with 500'),
  latencyMs: spread('Milliseconds').optional(),
  cpuPercent: percent.optional().describe('At rest'),
  cpuPercentPerRequest: percent
    .optional()
    .describe('Added for each request per second that a task gets'),
  memoryPercent: percent.optional(),
  memoryLeakPercentPerMinute: percent.optional(),
  overload: z
    .strictObject({ ...worse, aboveRequestsPerSecond: z.number().min(0) })
    .optional()
    .describe('Bad only while a task gets more requests than this'),
  slowBurn: z
    .strictObject({ ...worse, afterMinutes: z.number().min(0) })
    .optional()
    .describe('Bad only after a task has run for so long'),
  paths: z
    .array(
      z.strictObject({
        path: z.string().min(1).describe('`*` stands for anything'),
        status: z.int().min(100).max(599),
        body: z.string().optional(),
      }),
    )
    .optional()
    .describe('Paths with an answer of their own, such as a smoke test that fails'),
});

// What a scenario may say: who calls what how often, how each version behaves, and what happens when.
import * as z from 'zod';
import { behaviourSchema } from './behaviour-schema.ts';
import { duration } from './duration.ts';
import { faultSchema } from './fault-schema.ts';

const name = z.string().min(1).max(255);
const pattern = name.describe('`*` stands for anything');
const rate = z.number().min(0).max(1_000_000);
const labels = z.record(z.string(), z.string());

const imageSchema = z
  .strictObject({
    repository: pattern.optional(),
    tag: pattern.optional(),
    digest: name.optional(),
    labels: labels.optional(),
  })
  .describe('Images for which everything holds that is named here');

const dailySchema = z
  .strictObject({
    peakHour: z.number().min(0).max(24).describe('UTC'),
    lowShare: z.number().min(0).max(1).describe('What is left of the rate at its lowest'),
  })
  .describe('The shape of a day');

const burstsSchema = z
  .strictObject({ every: duration(), lasting: duration(), factor: z.number().min(0) })
  .describe('Times at which the rate is multiplied');

const requestSchema = z.strictObject({
  path: z.string().startsWith('/').default('/'),
  method: z.string().default('GET'),
  host: name.optional(),
  headers: labels.default({}),
  weight: z.number().positive().default(1),
});

const usersSchema = z.strictObject({
  name,
  listener: z.strictObject({ loadBalancer: pattern, port: z.int().min(1).max(65_535) }),
  requestsPerSecond: rate,
  daily: dailySchema.optional(),
  bursts: burstsSchema.optional(),
  requests: z
    .array(requestSchema)
    .min(1)
    .max(50)
    .default([requestSchema.parse({})]),
  patience: duration().optional().describe('An answer that takes longer is a bad one'),
});

export const versionSchema = z.strictObject({ image: imageSchema, behaviour: behaviourSchema });

const at = duration().describe('Since the scenario began');

export const happeningSchema = z.discriminatedUnion('do', [
  z.strictObject({
    at,
    do: z.literal('push'),
    repository: name,
    tags: z.array(name).min(1),
    labels: labels.default({}),
    architectures: z.tuple([name], name).optional(),
    findings: z
      .partialRecord(
        z.enum(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNDEFINED']),
        z.int().min(0),
      )
      .optional(),
  }),
  z.strictObject({
    at,
    do: z.literal('traffic'),
    users: pattern,
    requestsPerSecond: rate.optional(),
    daily: dailySchema.optional(),
    bursts: burstsSchema.optional(),
  }),
  z.strictObject({
    at,
    do: z.literal('behaviour'),
    image: imageSchema,
    behaviour: behaviourSchema,
  }),
  z.strictObject({ at, do: z.literal('fault'), for: duration().optional(), fault: faultSchema }),
  z.strictObject({
    at,
    do: z.literal('capacity'),
    tasks: z.union([z.int().min(0), z.literal('unlimited')]),
  }),
  z.strictObject({
    at,
    do: z.literal('crash'),
    service: name,
    count: z.int().min(1).default(1),
  }),
  z
    .strictObject({
      at,
      do: z.literal('build'),
      project: pattern,
      status: z.enum(['SUCCEEDED', 'FAILED', 'FAULT', 'TIMED_OUT']),
      lasting: duration().optional(),
      message: z.string().optional(),
    })
    .describe('From now on, builds of the project end like this'),
]);

export const scenarioSchema = z.strictObject({
  name,
  description: z.string().optional(),
  users: z.array(usersSchema).max(1000).default([]),
  versions: z.array(versionSchema).max(1000).default([]).describe('The first that matches counts'),
  timeline: z.array(happeningSchema).max(10_000).default([]),
});

export type Scenario = z.output<typeof scenarioSchema>;
export type Happening = Scenario['timeline'][number];
export type ScenarioUsers = Scenario['users'][number];

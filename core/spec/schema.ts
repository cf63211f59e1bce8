/** What may be written in a release spec. Also the source of the JSON Schema that editors use. */
import * as z from 'zod';
import { limits } from '../limits.ts';
import { parseRange } from '../version/range.ts';
import { environmentSchema } from './schema-environment.ts';
import {
  channel,
  code,
  directory,
  duration,
  email,
  list,
  name,
  profileName,
  repositoryName,
  resourceName,
  tagPattern,
  text,
  whole,
} from './schema-values.ts';

const findings = () => whole({ min: 0, max: 100_000 }).nullable().optional();

const imagePolicy = {
  scan: z
    .strictObject({ critical: findings(), high: findings(), medium: findings(), low: findings() })
    .optional()
    .describe('How many findings are tolerated; null: any number. Default: critical 0, high 0.'),
  signature: z
    .strictObject({
      signer: profileName().describe('The profile of AWS Signer with which ECR signs.'),
    })
    .optional()
    .describe('Default: no signature is asked for.'),
};

const build = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('verify'), ...imagePolicy }),
  z.strictObject({
    kind: z.literal('source'),
    project: resourceName().describe('The CodeBuild project.'),
    stages: z
      .array(z.enum(['lint', 'unit', 'mutation', 'contract', 'scan', 'image', 'push']))
      .min(1, code('E110', 'one stage or more'))
      .max(7, code('E110', 'each stage once'))
      .optional()
      .describe('Default: all of them, in this order.'),
    directory: directory().optional().describe('Default: the root of the repository.'),
    timeout: duration({ secondsMin: 60, secondsMax: limits.checkSecondsMax })
      .optional()
      .describe('Default: 30m.'),
    ...imagePolicy,
  }),
]);

const dependency = z.strictObject({
  service: name(limits.serviceNameLengthMax),
  versions: z
    .string()
    .refine(
      (range) => parseRange(range) !== undefined,
      code('E110', 'a range such as >=2.5.0 <4.0.0, ^2.1.0, ~2.1.0 or 2.x'),
    )
    .describe('">=2.5.0 <4.0.0", "^2.1.0"'),
});

const events = () => z.enum(['all', 'problems']).optional().describe('Default: all.');

const notifyTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('email'), address: email(), events: events() }),
  z.strictObject({ kind: z.literal('chat'), channel: channel(), events: events() }),
]);

export const specSchema = z.strictObject({
  apiVersion: z.literal('v1', code('E105', 'v1')),
  service: name(limits.serviceNameLengthMax).describe('The unit that deploys alone.'),
  owner: text(limits.ownerLengthMax).optional().describe('The team that is asked.'),
  notes: z.string().optional(),
  labels: z
    .record(
      text(limits.labelKeyLengthMax),
      z
        .string()
        .max(
          limits.labelValueLengthMax,
          code('E324', `at most ${limits.labelValueLengthMax} characters`),
        ),
    )
    .optional(),
  repository: repositoryName().describe('The ECR repository.'),
  trigger: z
    .strictObject({
      tags: list(tagPattern(), limits.tagPatternsMax)
        .min(1, code('E311', 'one pattern or more'))
        .optional()
        .describe('Which pushed tags start a release; * is any text. Default: v*.'),
    })
    .optional(),
  architecture: z.enum(['x86_64', 'arm64']).optional().describe('Default: x86_64.'),
  profile: z.enum(['standard', 'careful']).optional().describe('Default: standard.'),
  engine: z.enum(['auto', 'codedeploy', 'rolling']).optional().describe('Default: auto.'),
  build: build.optional().describe('Default: verify the pushed image.'),
  environments: list(environmentSchema, limits.environmentsMax)
    .min(1, code('E110', 'one environment or more'))
    .describe('In the order in which a release visits them.'),
  dependsOn: list(dependency, limits.dependenciesMax).optional(),
  notify: list(notifyTarget, limits.notifyTargetsMax).optional(),
  maxDuration: duration({ secondsMin: 60, secondsMax: limits.maxDurationSecondsMax })
    .optional()
    .describe('The deadline of the whole release. Default: 24h.'),
  rollbackSafe: z
    .boolean()
    .optional()
    .describe(
      'false: the version before cannot run on what this one leaves behind. Default: true.',
    ),
});

/** What people write. What code reads is `Spec`. */
export type WrittenSpec = z.input<typeof specSchema>;
export type WrittenEnvironment = z.input<typeof environmentSchema>;

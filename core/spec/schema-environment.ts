/** What may be written about one environment: strategy, gates, checks, thresholds. */
import * as z from 'zod';
import { limits } from '../limits.ts';
import {
  clock,
  code,
  duration,
  httpPath,
  list,
  name,
  percent,
  resourceName,
  text,
  weight,
  whole,
} from './schema-values.ts';

const bake = () => duration({ secondsMin: 1, secondsMax: limits.bakeSecondsMax });
const requests = () => whole({ min: 0, max: limits.requestsMinMax });

const gate = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('approval'),
    fourEyes: z.boolean().optional().describe('Whoever pushed cannot approve. Default: true.'),
    timeout: duration({ secondsMin: 60, secondsMax: limits.approvalSecondsMax })
      .optional()
      .describe('How long to wait before the release is given up. Default: 4h.'),
  }),
  z.strictObject({
    kind: z.literal('window'),
    days: z
      .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
      .min(1, code('E212', 'one day to seven days'))
      .max(7, code('E212', 'one day to seven days'))
      .optional()
      .describe('Default: mon to fri.'),
    from: clock().describe('Quoted, "09:00".'),
    to: clock().describe('Quoted, "17:00"; "24:00" is the end of the day.'),
    zone: z
      .string(code('E212', 'a zone of the IANA list'))
      .max(64, code('E212', 'a zone of the IANA list'))
      .describe('Of the IANA list, Europe/Berlin.'),
  }),
  z.strictObject({
    kind: z.literal('soak'),
    duration: duration({ secondsMin: 60, secondsMax: limits.soakSecondsMax }).describe(
      'How long the environment before must have served this version undisturbed.',
    ),
  }),
]);

const phase = z.strictObject({
  weight: weight().describe('Share of the traffic in whole per cent.'),
  bake: bake().optional().describe('Time under watch at this weight. Default: 15m.'),
  minRequests: requests()
    .optional()
    .describe('The bake is not over before the new version answered so many. Default: 0.'),
  gate: gate.optional().describe('Must say yes before the weight rises to this phase.'),
});

const strategy = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('canary'),
    phases: z
      .array(phase)
      .min(1, code('E204', `1 to ${limits.phasesMax} phases`))
      .max(limits.phasesMax, code('E204', `1 to ${limits.phasesMax} phases`))
      .optional()
      .describe('Default: the phases of the profile, 10, 25, 50, 100.'),
    allowLargeFirstStep: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('blue-green'),
    bake: bake().optional().describe('Time under watch after the switch. Default: 15m.'),
    minRequests: requests().optional(),
  }),
  z.strictObject({
    kind: z.literal('rolling'),
    minimumHealthyPercent: whole({ min: 0, max: 100 }).optional().describe('Default: 100.'),
    maximumPercent: whole({ min: 100, max: 200 }).optional().describe('Default: 200.'),
    bake: bake().optional().describe('Time under watch after the last task. Default: 15m.'),
  }),
  z.strictObject({
    kind: z.literal('all-at-once'),
    bake: bake().optional().describe('Time under watch after the switch. Default: 5m.'),
  }),
]);

const checkBase = {
  name: name(limits.checkNameLengthMax),
  purpose: z.enum(['smoke', 'contract', 'integration', 'e2e', 'performance', 'migration']),
  timeout: duration({ secondsMin: 1, secondsMax: limits.checkSecondsMax })
    .optional()
    .describe('Default: 5m.'),
};

const check = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('http'),
    ...checkBase,
    path: httpPath().describe('On the new version, through the test listener: /health.'),
    expectStatus: whole({ min: 100, max: 599 }).optional().describe('Default: 200.'),
  }),
  z.strictObject({ kind: z.literal('lambda'), ...checkBase, function: resourceName() }),
  z.strictObject({ kind: z.literal('codebuild'), ...checkBase, project: resourceName() }),
  z.strictObject({
    kind: z.literal('ecs-task'),
    ...checkBase,
    taskFamily: resourceName(),
    image: z
      .enum(['candidate', 'own'])
      .optional()
      .describe(
        'candidate: what runs an image of the service runs the new one. own: as the family says. Default: candidate.',
      ),
  }),
]);

const thresholds = z.strictObject({
  errorRatePercent: percent().nullable().optional().describe('Default: 5. null: not watched.'),
  latencyP95Ms: whole({ min: 1, max: limits.latencyMsMax })
    .nullable()
    .optional()
    .describe('Default: 1000.'),
  cpuPercent: percent().nullable().optional().describe('Default: 90.'),
  memoryPercent: percent().nullable().optional().describe('Default: 90.'),
  failedHealthChecks: whole({ min: 1, max: limits.failedHealthChecksMax })
    .nullable()
    .optional()
    .describe('Consecutive failures that are still tolerated. Default: 3.'),
});

const alarmName = () => text(limits.alarmNameLengthMax);

const alarm = z.union([
  alarmName(),
  z.strictObject({ name: alarmName(), watches: z.enum(['candidate', 'service']).optional() }),
]);

const rollback = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('immediate') }),
  z.strictObject({
    kind: z.literal('gradual'),
    steps: z
      .array(whole({ min: 0, max: 99 }))
      .min(1, code('E207', `1 to ${limits.gradualStepsMax} steps`))
      .max(limits.gradualStepsMax, code('E207', `1 to ${limits.gradualStepsMax} steps`))
      .optional()
      .describe('Weights on the way down. Default: 50, 25, 0.'),
    every: duration({ secondsMin: 10, secondsMax: limits.gradualRollbackSecondsMax })
      .optional()
      .describe('Default: 1m.'),
  }),
]);

export const environmentSchema = z.strictObject({
  name: name(limits.environmentNameLengthMax),
  strategy: strategy.optional().describe('Default: a canary with the phases of the profile.'),
  gates: list(gate, limits.gatesMax).optional(),
  checks: list(check, limits.checksMax).optional(),
  thresholds: thresholds.optional(),
  alarms: z.array(alarm).optional().describe('CloudWatch alarms of your own, by name.'),
  unsafe: z
    .strictObject({ noAlarms: text(limits.reasonLengthMax).optional() })
    .optional()
    .describe('What is knowingly gone without, each with a reason.'),
  noTraffic: z
    .enum(['hold', 'synthetic', 'fail'])
    .optional()
    .describe(
      'When there is too little traffic to judge. synthetic: Spillway sends requests where http checks go. Default: hold.',
    ),
  rollback: rollback.optional().describe('Default: immediate.'),
  keepWarm: duration({ secondsMin: 0, secondsMax: limits.keepWarmSecondsMax })
    .optional()
    .describe('How long the version before stays ready. Default: 1h, where both run side by side.'),
});

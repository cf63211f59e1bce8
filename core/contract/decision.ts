/** What an operator decides, with what was on the screen at that moment: who looked too long decides nothing. */
import * as z from 'zod';
import { limits } from '../limits.ts';

export const releaseActions = [
  'approve',
  'reject',
  'pause',
  'resume',
  'abort',
  'promote',
  'rollback',
] as const;
export type ReleaseAction = (typeof releaseActions)[number];

export const freezeActions = ['freeze', 'unfreeze'] as const;
export type FreezeAction = (typeof freezeActions)[number];

/** The release as the operator saw it. */
const sightSchema = z.strictObject({
  releaseId: z.string().min(1).max(100),
  digest: z.string().max(100).nullable(),
  /** Position in the plan's phases; null outside of them. */
  phase: z.int().min(0).nullable(),
  planHash: z.string().max(100).nullable(),
  sequence: z.int().min(1),
});

const reason = z.string().trim().min(1).max(limits.reasonLengthMax);

const place = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]*$/);

/** `*` stands for every service, or every environment. */
const scope = z.string().regex(/^(\*|[A-Za-z0-9][A-Za-z0-9-]*)$/);

export const decisionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('release'),
    action: z.enum(releaseActions),
    looked: sightSchema,
    reason,
  }),
  /** After the end of a release: what serves here gives way to the version before. */
  z.strictObject({
    kind: z.literal('service'),
    action: z.literal('rollback'),
    service: place,
    environment: place,
    /** What the operator saw serving. */
    digest: z.string().min(1).max(100),
    reason,
  }),
  z.strictObject({
    kind: z.literal('freeze'),
    action: z.enum(freezeActions),
    service: scope,
    environment: scope,
    reason,
  }),
]);

export type Sight = z.infer<typeof sightSchema>;
export type Decision = z.infer<typeof decisionSchema>;

/** What came in, understood: a push, a person's wish, or Spillway's own. Everything else is refused with a reason. */
import * as z from 'zod';
import { limits } from '../limits.ts';
import { oneLine } from '../notice/plain-text.ts';
import { isTag } from '../version/tag.ts';

export type Request =
  | {
      readonly kind: 'push';
      readonly repository: string;
      readonly digest: string;
      readonly tag: string;
      readonly eventId: string;
    }
  | {
      readonly kind: 'wish';
      readonly service: string;
      readonly artifact: WantedArtifact;
      readonly actor: string;
      readonly reason: string;
      /** Releases a digest that was rolled back before, because a person says so. */
      readonly overrideQuarantine: boolean;
      /** Alarms that may be up when it starts, because a person says so. */
      readonly overrideAlarms: readonly string[];
      /** Set where the rollback machine wants the last good version again. */
      readonly rollbackOf: string;
      /** Where to go back; empty: where releases end. */
      readonly environment: string;
      readonly reconciled: boolean;
    };

export type WantedArtifact =
  | { readonly kind: 'version'; readonly version: string }
  /** With a version, where whoever asks says that the digest is that one. */
  | { readonly kind: 'digest'; readonly digest: string; readonly version: string | null }
  | { readonly kind: 'source'; readonly commit: string; readonly version: string };

export type ReadTrigger =
  | { readonly understood: true; readonly request: Request }
  | { readonly understood: false; readonly reason: string };

const digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal digits');
const tag = z.string().refine(isTag, 'is not an image tag');

const push = z.object({
  id: z.string(),
  source: z.literal('aws.ecr'),
  'detail-type': z.literal('ECR Image Action'),
  detail: z.object({
    'action-type': z.literal('PUSH'),
    result: z.literal('SUCCESS'),
    'repository-name': z.string(),
    'image-digest': digest,
    'image-tag': tag.optional(),
  }),
});

/** What stands where nobody said anything. */
export const unsaid = { actor: 'unknown', reason: 'asked for' } as const;

/** Only names that a plan has are overridden; until it is made, nothing comes in that a name cannot be. */
const alarmName = z
  .string()
  .min(1)
  .max(limits.alarmNameLengthMax)
  .refine((text) => text === oneLine(text, limits.alarmNameLengthMax), 'is not an alarm name');

const wish = z.strictObject({
  service: z.string().min(1).max(64),
  version: tag.optional(),
  digest: digest.optional(),
  source: z
    .string()
    .regex(/^[0-9A-Za-z._/-]{1,128}$/, 'is not a commit or branch')
    .optional(),
  actor: z.string().max(256).default(unsaid.actor),
  reason: z.string().max(256).default(unsaid.reason),
  overrideQuarantine: z.boolean().default(false),
  overrideAlarms: z.array(alarmName).max(limits.overriddenAlarmsMax).default([]),
  rollbackOf: z.string().max(80).default(''),
  environment: z.string().max(64).default(''),
  reconciled: z.boolean().default(false),
});

export function readTrigger(input: unknown): ReadTrigger {
  const pushed = push.safeParse(input);
  if (pushed.success) return readPush(pushed.data);
  const wished = wish.safeParse(input);
  if (!wished.success) {
    const issues = wished.error.issues.slice(0, issuesShownMax).map(explain);
    return refused(`not understood: ${issues.join('; ')}`);
  }
  return readWish(wished.data);
}

/** Beyond this nobody reads on. */
const issuesShownMax = 5;

const explain = ({ path, message }: z.core.$ZodIssue): string =>
  `$.${path.map(String).join('.')} ${message}`;

function readPush({ id, detail }: z.infer<typeof push>): ReadTrigger {
  const pushedTag = detail['image-tag'];
  if (pushedTag === undefined) return refused('the pushed image has no tag');
  const request = {
    kind: 'push',
    repository: detail['repository-name'],
    digest: detail['image-digest'],
    tag: pushedTag,
    eventId: id,
  } as const;
  return { understood: true, request };
}

function readWish({ version, digest: wanted, source, ...rest }: z.infer<typeof wish>): ReadTrigger {
  const artifact: WantedArtifact | undefined =
    source !== undefined
      ? { kind: 'source', commit: source, version: version ?? source.slice(0, 12) }
      : wanted !== undefined
        ? { kind: 'digest', digest: wanted, version: version ?? null }
        : version !== undefined
          ? { kind: 'version', version }
          : undefined;
  if (artifact === undefined) return refused('name a version, a digest or a source');
  const isOwn = rest.reconciled || rest.rollbackOf !== '';
  if (isOwn && rest.overrideAlarms.length > 0) {
    return refused('not understood: $.overrideAlarms only a person overrides alarms');
  }
  return { understood: true, request: { kind: 'wish', artifact, ...rest } };
}

const refused = (reason: string): ReadTrigger => ({ understood: false, reason });

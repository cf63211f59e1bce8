/** What came in, understood: a push, a person's wish, or Spillway's own. Everything else is refused with a reason. */
import * as z from 'zod';
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

const wish = z.strictObject({
  service: z.string().min(1).max(64),
  version: tag.optional(),
  digest: digest.optional(),
  source: z
    .string()
    .regex(/^[0-9A-Za-z._/-]{1,128}$/, 'is not a commit or branch')
    .optional(),
  actor: z.string().max(256).default('unknown'),
  reason: z.string().max(256).default('asked for'),
  overrideQuarantine: z.boolean().default(false),
  rollbackOf: z.string().max(80).default(''),
  environment: z.string().max(64).default(''),
  reconciled: z.boolean().default(false),
});

export function readTrigger(input: unknown): ReadTrigger {
  const pushed = push.safeParse(input);
  if (pushed.success) return readPush(pushed.data);
  const wished = wish.safeParse(input);
  if (!wished.success) {
    const [issue] = wished.error.issues;
    const place = issue === undefined ? '$' : `$.${issue.path.map(String).join('.')}`;
    return refused(`not understood: ${place} ${issue?.message ?? ''}`);
  }
  return readWish(wished.data);
}

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
  return { understood: true, request: { kind: 'wish', artifact, ...rest } };
}

const refused = (reason: string): ReadTrigger => ({ understood: false, reason });

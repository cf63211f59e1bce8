/** Whether what was asked for becomes a release, and if not, why. */
import type { Instant } from '../contract/instant.ts';
import type { EnvironmentFacts } from '../plan/facts.ts';
import type { EventBody } from '../release/event.ts';
import type { Artifact, Trigger } from '../release/record.ts';
import type { Spec } from '../spec/spec.ts';
import { matchesTagPattern } from '../version/tag.ts';
import { isTagOlder } from '../version/version-of.ts';
import type { Request } from './read-trigger.ts';

export interface IntakeFacts {
  /** Null: no such service is registered, or no service has the repository. */
  readonly service: string | null;
  readonly spec: Spec | null;
  readonly sites: Readonly<Record<string, EnvironmentFacts>>;
  /** The image as ECR shows it now; null where there is none. */
  readonly image: FoundImage | null;
  /** What the tag that was named points to now; null where none was named, or no image has it. */
  readonly taggedDigest: string | null;
  /** The release that was made of this digest before. */
  readonly seenIn: string | null;
  /** The release that moves now and whose own build pushes this tag; null where there is none. */
  readonly awaitedBy: string | null;
  /** Why the digest must not be released again; null where it may. */
  readonly quarantine: string | null;
  /** What the last environment serves; null where nothing was promoted yet. */
  readonly serving: { readonly digest: string; readonly version: string } | null;
}

export interface FoundImage {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly pushedAt: Instant;
}

export type Intake =
  /** Not ours, or nothing new: no record is made. */
  | {
      readonly kind: 'nothing';
      readonly reason: string;
      readonly service: string;
      readonly version: string;
    }
  | ({ readonly kind: 'refused'; readonly reason: string; readonly event: EventBody } & Subject)
  | ({
      readonly kind: 'accepted';
      readonly spec: Spec;
      readonly sites: IntakeFacts['sites'];
      /** The only environment that is visited, by the shortest way; null for every other release. */
      readonly wayBackIn: string | null;
    } & Subject);

interface Subject {
  readonly service: string;
  readonly version: string;
  readonly artifact: Artifact;
  readonly trigger: Trigger;
}

export function assessIntake(request: Request, facts: IntakeFacts, now: Instant): Intake {
  const { service, spec } = facts;
  const named = request.kind === 'push' ? `repository ${request.repository}` : request.service;
  if (service === null || spec === null) return nothing(`${named} is not registered`, named);
  const idle = whyNothing(request, facts, spec);
  if (idle !== undefined) return nothing(idle, service);
  const subject = subjectOf(request, facts, { service, spec });
  const refusal = whyRefused(request, facts, subject.version);
  if (refusal !== undefined) {
    const event = { type: 'release.rejected', reason: refusal, evidence: { at: now } } as const;
    return { kind: 'refused', reason: refusal, event, ...subject };
  }
  const isWayBack = request.kind === 'wish' && request.rollbackOf !== '';
  const wayBackIn = isWayBack ? request.environment : null;
  return { kind: 'accepted', spec, sites: facts.sites, wayBackIn, ...subject };
}

const nothing = (reason: string, service: string): Intake => ({
  kind: 'nothing',
  reason,
  service,
  version: '',
});

/** Pushes are hints: one that says nothing new, or that nobody listens to, leaves no trace. */
function whyNothing(request: Request, facts: IntakeFacts, spec: Spec): string | undefined {
  if (request.kind !== 'push') return undefined;
  const { tagPatterns } = spec.trigger;
  if (!tagPatterns.some((pattern) => matchesTagPattern(request.tag, pattern))) {
    return `the tag ${request.tag} matches none of ${tagPatterns.join(', ')}`;
  }
  if (facts.awaitedBy !== null) return `this image is what ${facts.awaitedBy} has built`;
  if (facts.seenIn !== null) return `this image already has a release: ${facts.seenIn}`;
  if (facts.serving?.digest === request.digest) return 'this image is what serves already';
  return undefined;
}

function whyRefused(request: Request, facts: IntakeFacts, version: string): string | undefined {
  const isSource = request.kind === 'wish' && request.artifact.kind === 'source';
  if (!isSource && facts.image === null) {
    return 'E313 there is no such image: was it pushed, and is this the right repository?';
  }
  const moved = whyDisagree(request, facts);
  if (moved !== undefined) return moved;
  const overridden = request.kind === 'wish' && request.overrideQuarantine;
  if (facts.quarantine !== null && !overridden) return `E316 quarantined: ${facts.quarantine}`;
  // A rollback goes back on purpose, and says so.
  if (request.kind === 'wish' && request.rollbackOf !== '') return undefined;
  return whyOlder(version, facts.serving?.version);
}

/** Who names a tag and a digest means one image. After a tag was moved, nobody knows which. */
function whyDisagree(request: Request, { image, taggedDigest }: IntakeFacts): string | undefined {
  const tag = namedTag(request);
  if (tag === null || image === null || taggedDigest === image.digest) return undefined;
  const now = taggedDigest === null ? 'is on no image' : `is ${taggedDigest}`;
  return `E312 the tag ${tag} ${now}, asked for was ${image.digest}`;
}

/** Beside a digest. */
export function namedTag(request: Request): string | null {
  if (request.kind === 'push') return request.tag;
  return request.artifact.kind === 'digest' ? request.artifact.version : null;
}

function whyOlder(version: string, serving: string | undefined): string | undefined {
  if (!isTagOlder(version, serving ?? '')) return undefined;
  return `E317 ${version} is older than ${serving}, which serves; to go back, roll back`;
}

function subjectOf(
  request: Request,
  { image }: IntakeFacts,
  { service, spec }: { service: string; spec: Spec },
): Subject {
  const version = wantedVersion(request, image);
  const digest = image?.digest ?? null;
  return {
    service,
    version,
    artifact: {
      digest,
      repository: spec.repository,
      version,
      committedAt: image?.pushedAt ?? null,
    },
    trigger: triggerOf(request),
  };
}

function wantedVersion(request: Request, image: FoundImage | null): string {
  if (request.kind === 'push') return request.tag;
  const { artifact } = request;
  if (artifact.kind === 'digest') {
    return artifact.version ?? image?.tags[0] ?? artifact.digest.slice(7, 19);
  }
  return artifact.version;
}

/** Where nothing is overridden, nothing is said about it. */
function operatorOf({
  actor,
  reason,
  overrideAlarms,
}: Extract<Request, { readonly kind: 'wish' }>): Trigger {
  const overriddenAlarms = [...new Set(overrideAlarms)];
  const overrides = overriddenAlarms.length === 0 ? {} : { overriddenAlarms };
  return { kind: 'operator', actor, reason, ...overrides };
}

function triggerOf(request: Request): Trigger {
  if (request.kind === 'push') return { kind: 'push', eventId: request.eventId };
  if (request.reconciled) return { kind: 'reconcile' };
  return request.rollbackOf === ''
    ? operatorOf(request)
    : { kind: 'rollback', ofReleaseId: request.rollbackOf, reason: request.reason };
}

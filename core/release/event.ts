/** Ledger events: what happened to a release, who says so, and on what evidence. Append-only. */
import type { Verdict } from '../analysis/verdict.ts';
import type { Instant } from '../contract/instant.ts';
import type { RollbackDecision, RollbackTarget } from '../rollback/decision.ts';
import type { Artifact, Trigger } from './record.ts';

export type ReleaseEvent = EventEnvelope & EventBody;
export type EventType = EventBody['type'];
/** The event of one type: `EventOf<'bake.judged'>`. */
export type EventOf<T extends EventType> = EventEnvelope & Extract<EventBody, { readonly type: T }>;

export interface EventEnvelope {
  readonly releaseId: string;
  /** 1, 2, 3 ... without gaps: the ledger's order, whatever the clocks say. */
  readonly sequence: number;
  readonly at: Instant;
  /** Who or what made it happen: an IAM identity, `alarm:<name>`, or a part of Spillway. */
  readonly actor: string;
}

export type EventBody =
  | IntakeEvent
  | EnvironmentEvent
  | TrafficEvent
  | RollbackEvent
  | OperatorEvent
  | JournalEvent;

export type IntakeEvent =
  | {
      readonly type: 'release.received';
      readonly service: string;
      readonly artifact: Artifact;
      readonly trigger: Trigger;
      readonly intake: number;
    }
  | {
      readonly type: 'release.admitted';
      readonly planHash: string;
      readonly deadlineAt: Instant;
      readonly environments: readonly string[];
    }
  /** The lock of the service is held, under this epoch. */
  | { readonly type: 'release.started'; readonly epoch: number }
  | { readonly type: 'release.ignored'; readonly reason: string; readonly winnerId: string | null }
  | { readonly type: 'release.rejected'; readonly reason: string; readonly evidence: Evidence }
  | { readonly type: 'release.superseded'; readonly byReleaseId: string }
  /** What was asked for as source now has a digest. */
  | { readonly type: 'artifact.built'; readonly artifact: Artifact }
  | { readonly type: 'artifact.verified'; readonly evidence: Evidence };

export type EnvironmentEvent =
  | ({ readonly type: 'environment.entered' } & In)
  /** Asked, and not answered yet; people may be told by whom it wants an answer. */
  | ({ readonly type: 'gate.waiting'; readonly gate: string; readonly expiresAt: Instant } & In)
  | ({ readonly type: 'gate.opened'; readonly gate: string; readonly evidence: Evidence } & In)
  /** The engine was told to bring the candidate up. */
  | ({ readonly type: 'deployment.started'; readonly deploymentId: string } & In)
  | ({ readonly type: 'checks.started' } & In)
  | ({ readonly type: 'check.passed'; readonly check: string; readonly evidence: Evidence } & In);

export type TrafficEvent =
  | ({ readonly type: 'weight.requested' } & Phase)
  /** Read back at the load balancer; the bake starts here. */
  | ({ readonly type: 'weight.verified' } & Phase)
  | ({ readonly type: 'bake.judged'; readonly verdict: Verdict; readonly complete: boolean } & In)
  | ({ readonly type: 'promotion.started' } & In)
  /** 100 % read back: weights, digest and healthy tasks. */
  | ({ readonly type: 'promotion.verified'; readonly evidence: Evidence } & In)
  /** The guard is over; the version before may go. */
  | ({ readonly type: 'environment.promoted' } & In)
  | { readonly type: 'release.promoted' };

export type RollbackEvent =
  | ({
      readonly type: 'rollback.started';
      readonly decision: RollbackDecision['kind'];
      readonly reason: string;
      readonly target: RollbackTarget;
    } & In)
  /** On the way down, read back at the load balancer. */
  | ({ readonly type: 'weight.lowered'; readonly weightPercent: number } & In)
  /** The candidate serves nobody, read back at the load balancer. */
  | ({ readonly type: 'traffic.withdrawn' } & In)
  | ({ readonly type: 'rollback.completed'; readonly evidence: Evidence } & In)
  /** What is left needs a person; the reason says who serves now. */
  | ({ readonly type: 'rollback.stranded'; readonly reason: string } & In);

export type OperatorEvent =
  | ({ readonly type: 'release.approved'; readonly phase: number | null } & In)
  /** By an operator's pause, or by Spillway where only a person can decide. */
  | { readonly type: 'release.held'; readonly reason: string; readonly needsPerson: boolean }
  | { readonly type: 'release.resumed'; readonly reason: string }
  /** The rest of this bake is not waited for; the judge still has to find nothing against it. */
  | ({ readonly type: 'bake.shortened'; readonly reason: string } & In)
  | { readonly type: 'release.cancelled'; readonly reason: string };

/** Kept for the reader and for recovery; they move no state. */
export type JournalEvent =
  /** Written before every mutating call. */
  | { readonly type: 'intent.recorded'; readonly call: string; readonly argumentsHash: string }
  | { readonly type: 'notice.sent'; readonly noticeId: string; readonly topic: string }
  | { readonly type: 'note.added'; readonly text: string };

/** Facts by name, as short text or numbers: what was read, where, and what it was compared with. */
export type Evidence = Readonly<Record<string, string | number | boolean>>;

interface In {
  readonly environment: string;
}

interface Phase extends In {
  readonly phase: number;
  readonly weightPercent: number;
}

/** The release record: what one release is doing now. Made only by folding its events. */
import type { Instant } from '../contract/instant.ts';
import type { RollbackTarget } from '../rollback/decision.ts';

export type ReleaseRecord = ReleaseCommon & ReleaseState;

/** True in every status. */
export interface ReleaseCommon {
  readonly releaseId: string;
  readonly service: string;
  readonly artifact: Artifact;
  readonly trigger: Trigger;
  /** Order of intake within the service; what is older never overtakes. */
  readonly intake: number;
  readonly receivedAt: Instant;
  /** Time of the last event. */
  readonly updatedAt: Instant;
  /** Number of the last event folded in; the condition of every write. */
  readonly sequence: number;
  /** Absent from a plan until admission; the deadline then holds for all that follows. */
  readonly admission: Admission | null;
  /** Fencing: who holds a higher epoch for the service has the right to move traffic. Zero: never held. */
  readonly epoch: number;
  /** Set by an operator's pause or by Spillway itself; while it is there, nobody new meets the candidate. */
  readonly hold: Hold | null;
  /** The gate that has not answered yet, as its kind; null while nothing is asked. */
  readonly waitingFor: string | null;
  /** Set when an operator does not want to wait for the end of the current bake. */
  readonly shortened: Shortening | null;
  readonly approvals: readonly Approval[];
  /** The share of the candidate last read back, by environment. */
  readonly weights: Readonly<Record<string, number>>;
  /** Environments in which the candidate was promoted, in order. */
  readonly promotedIn: readonly string[];
}

export interface Artifact {
  /** `sha256:...`: the only identity of an image. Null until it is built, where source was asked for. */
  readonly digest: string | null;
  readonly repository: string;
  /** What people call it: the tag that started the release, or the version that was asked for. */
  readonly version: string;
  /** When the commit was made, for lead time; null where the image does not say. */
  readonly committedAt: Instant | null;
}

export type Trigger =
  | { readonly kind: 'push'; readonly eventId: string }
  | { readonly kind: 'reconcile' }
  | {
      readonly kind: 'operator';
      readonly actor: string;
      readonly reason: string;
      /** Named so that the release can start while they are up; absent where none was. */
      readonly overriddenAlarms?: readonly string[];
    }
  /** Redeployment of the last good version, after the one before was already gone. */
  | { readonly kind: 'rollback'; readonly ofReleaseId: string; readonly reason: string };

export interface Admission {
  readonly planHash: string;
  readonly deadlineAt: Instant;
  /** Environments in order, as the plan names them. */
  readonly environments: readonly string[];
}

export interface Hold {
  readonly by: string;
  readonly reason: string;
  readonly since: Instant;
  /** Spillway cannot decide, and has told on-call; false for a person's own pause. */
  readonly needsPerson: boolean;
}

export interface Shortening {
  readonly by: string;
  readonly reason: string;
  readonly at: Instant;
}

/** Bound to what was looked at: this digest under this plan, here. */
export interface Approval {
  readonly environment: string;
  /** Null: the gate before the environment. */
  readonly phase: number | null;
  readonly by: string;
  readonly at: Instant;
}

export type ReleaseState = ActiveState | TerminalState;

/** In the order of a release that goes well. */
export type ActiveState =
  | { readonly status: 'RECEIVED' }
  /** Admitted, and waiting for the release that moves now. */
  | { readonly status: 'QUEUED' }
  | { readonly status: 'BUILDING'; readonly verified: boolean }
  | ({ readonly status: 'GATED' } & InEnvironment)
  | ({ readonly status: 'PREPARING' } & InEnvironment)
  | ({ readonly status: 'CHECKING' } & InEnvironment)
  /** The weight of a phase was asked for and has not been read back yet. */
  | ({ readonly status: 'CANARY' } & InPhase)
  | ({ readonly status: 'BAKING'; readonly verifiedAt: Instant } & InPhase)
  /** Handed back to the engine, on the way to 100 %. */
  | ({ readonly status: 'PROMOTING' } & InEnvironment)
  | ({ readonly status: 'GUARDING'; readonly verifiedAt: Instant } & InEnvironment)
  | ({
      readonly status: 'ROLLING_BACK';
      readonly from: ActiveStatus;
      readonly reason: string;
      readonly target: RollbackTarget;
      readonly startedAt: Instant;
      /** When the load balancer was read back without the candidate. */
      readonly trafficZeroAt: Instant | null;
    } & InEnvironment);

export type TerminalState =
  | { readonly status: 'PROMOTED'; readonly endedAt: Instant }
  | {
      readonly status: 'ROLLED_BACK';
      readonly endedAt: Instant;
      readonly environment: string;
      readonly reason: string;
      readonly startedAt: Instant;
      readonly trafficZeroAt: Instant;
    }
  /** A person has to look: there is nothing to go back to, going back is forbidden, or it was not proven. */
  | {
      readonly status: 'FAILED_SAFE';
      readonly endedAt: Instant;
      readonly environment: string;
      readonly reason: string;
    }
  /** Refused at the door, by the build or by a gate: nothing was half done. */
  | { readonly status: 'REJECTED'; readonly endedAt: Instant; readonly reason: string }
  | { readonly status: 'SUPERSEDED'; readonly endedAt: Instant; readonly byReleaseId: string }
  | {
      readonly status: 'IGNORED';
      readonly endedAt: Instant;
      readonly reason: string;
      /** The release that already stands for this artifact; null where there is none. */
      readonly winnerId: string | null;
    }
  /** Ended by an operator while nothing was half done. */
  | {
      readonly status: 'CANCELLED';
      readonly endedAt: Instant;
      readonly by: string;
      readonly reason: string;
    };

interface InEnvironment {
  readonly environment: string;
}

interface InPhase extends InEnvironment {
  /** Position in the plan's phases. */
  readonly phase: number;
  readonly weightPercent: number;
}

export type ActiveStatus = ActiveState['status'];
export type TerminalStatus = TerminalState['status'];
export type ReleaseStatus = ReleaseState['status'];

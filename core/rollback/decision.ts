/** What to do about a release that should not go on: the decision, where it leads, and why. */
import type { RollbackStep } from '../plan/plan.ts';

export type RollbackDecision =
  /** Nothing is moving here, or it is on its way back already. */
  | { readonly kind: 'ignore'; readonly reason: string }
  /** Stay at this weight, tell on-call, and look again. */
  | { readonly kind: 'hold'; readonly reason: string }
  | {
      readonly kind: 'roll-back-now';
      /** None where nothing was deployed yet. */
      readonly target: LiveTarget | NoTarget;
      readonly reason: string;
    }
  | {
      readonly kind: 'roll-back-gradually';
      readonly target: WarmTarget;
      /** Falling, and ending at 0. */
      readonly steps: readonly RollbackStep[];
      readonly reason: string;
    }
  /** The version before is gone: release the last good one again, ahead of the queue. */
  | {
      readonly kind: 'redeploy-last-good';
      readonly target: RedeployTarget;
      readonly reason: string;
    }
  /** Nothing that a machine may do makes it better. */
  | { readonly kind: 'page'; readonly reason: string }
  /** The same, and the wait for a person is over: it ends where it is, and the next one may move. */
  | { readonly kind: 'strand'; readonly target: NoTarget; readonly reason: string };

/** Where users' requests go afterwards. */
export type RollbackTarget = LiveTarget | RedeployTarget | NoTarget;

/** The ways back that need no new deployment by Spillway. */
export type LiveTarget = WarmTarget | SchedulerTarget;

/** The tasks of the version before are up and healthy. */
export interface WarmTarget {
  readonly kind: 'warm';
  readonly digest: string;
}

/** The ECS scheduler, still in the middle, goes back by itself. */
export interface SchedulerTarget {
  readonly kind: 'scheduler';
  readonly digest: string;
}

export interface RedeployTarget {
  readonly kind: 'redeploy';
  readonly digest: string;
}

/** Nothing was deployed, the candidate is the first version ever, or every other one is dead or quarantined. */
export interface NoTarget {
  readonly kind: 'none';
}

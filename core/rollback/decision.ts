/** What to do about a release that should not go on, and why. */

export type RollbackDecision =
  /** Nothing is moving, or it is already on its way back. */
  | 'ignore'
  /** Stay at this weight, tell on-call, and look again. */
  | 'hold'
  | 'roll-back-now'
  | 'roll-back-gradually'
  /** The version before is gone: release the last good one again, ahead of the queue. */
  | 'redeploy-last-good'
  /** Nothing that a machine may do would make it better. */
  | 'page';

/** Where users' requests go afterwards. */
export type RollbackTarget =
  /** The tasks of the version before are still there. */
  | { readonly kind: 'warm'; readonly digest: string }
  | { readonly kind: 'redeploy'; readonly digest: string }
  /** The candidate is the first version ever, or every other one is dead or quarantined. */
  | { readonly kind: 'none' };

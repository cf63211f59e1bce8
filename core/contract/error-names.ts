/** Error names that state machines match on. They are an API: rename one and a Catch stops catching. */

export const errorNames = {
  /** The release may not start: unknown service, refused plan, quarantined or older artifact. */
  rejected: 'Spillway.Rejected',
  ignored: 'Spillway.Ignored',
  superseded: 'Spillway.Superseded',
  /** Another release of this service moves; wait and ask again. */
  busy: 'Spillway.Busy',
  frozen: 'Spillway.Frozen',
  buildFailed: 'Spillway.BuildFailed',
  imageRefused: 'Spillway.ImageRefused',
  gateRefused: 'Spillway.GateRefused',
  gateExpired: 'Spillway.GateExpired',
  preflightFailed: 'Spillway.PreflightFailed',
  /** Before anything has begun something is in the way that may pass by itself: a red alarm, a task that is being replaced. */
  notReady: 'Spillway.NotReady',
  checkFailed: 'Spillway.CheckFailed',
  /** A threshold was crossed, or an alarm says so. Resumes a baking task token as a failure. */
  breach: 'Spillway.Breach',
  /** The bake could not be judged before its timeout. */
  inconclusive: 'Spillway.Inconclusive',
  /** The guard is over, and the tasks of the candidate are not complete, nor have they been for long. */
  tasksMissing: 'Spillway.TasksMissing',
  deploymentFailed: 'Spillway.DeploymentFailed',
  /** What the load balancer serves is not what was asked for. */
  notConverged: 'Spillway.NotConverged',
  aborted: 'Spillway.Aborted',
  /** An operator has paused the release since it was asked to go on: not now, but later. */
  held: 'Spillway.Held',
  /** An operator's decision about something that has changed since they looked. */
  stale: 'Spillway.Stale',
  /** Somebody with a higher epoch owns the service now. */
  fenced: 'Spillway.Fenced',
  notFound: 'Spillway.NotFound',
  /** AWS did not answer in time or throttled us: worth a retry, never worth advancing. */
  unavailable: 'Spillway.Unavailable',
  internal: 'Spillway.Internal',
} as const;

export type ErrorName = (typeof errorNames)[keyof typeof errorNames];

/** What is known when something may have to be undone. Null always means: it could not be found out. */
import type { EngineKind, PlannedRollback } from '../plan/plan.ts';
import type { ReleaseStatus } from '../release/record.ts';

export interface Situation {
  readonly status: ReleaseStatus;
  readonly engine: EngineKind;
  readonly candidateDigest: string;
  /** False while only checks ran that need no candidate. */
  readonly candidateStarted: boolean;
  /** Share of the candidate, as the load balancer shows it. */
  readonly weightPercent: number | null;
  /** Since its weight was read back; zero unless it bakes. */
  readonly bakedSeconds: number;
  readonly cause: Cause;
  readonly policy: PlannedRollback;
  /** Nothing goes on until a person decides, and they were told. */
  readonly held: boolean;
  /** Its deadline has passed. */
  readonly overdue: boolean;
  /** The version that served before; undefined where this is the first ever. */
  readonly stable: Version | undefined;
  /** Other versions that were promoted here and fully baked, newest first. */
  readonly older: readonly Version[];
}

export interface Version {
  readonly digest: string;
  readonly quarantined: boolean;
  /** Enough of its tasks are up and healthy to take all users. */
  readonly fleetHealthy: boolean | null;
  /** Its image and its task definition still exist. */
  readonly deployable: boolean | null;
}

export const causes = [
  'breach',
  'inconclusive',
  'check-failed',
  'engine-failed',
  /** Its guard could not end, because its tasks were not complete. */
  'tasks-missing',
  /** The execution that led the release is dead. */
  'lost',
  'operator',
] as const;

/** Who wants it, and why. */
export interface Cause {
  readonly kind: (typeof causes)[number];
  readonly reason: string;
}

// What a bystander sees of a run: what the load balancer serves and to whom, which calls are made, who is told what.
import type { Site, SiteSlot } from '../../core/contract/site.ts';
import type { SnsDelivery } from '../../twin/host/peers.ts';
import type { LedgerView } from '../ledger.ts';
import type { Breach } from '../observer.ts';
import type { History } from './history.ts';
import type { Look } from './look.ts';
import type { Terms } from './terms.ts';

/** What users get at one moment: the share of each target group, and who stands behind it. */
export interface Sight {
  readonly at: number;
  readonly percents: Readonly<Record<SiteSlot, number>>;
  /** Digests of the images that healthy tasks run, one for each task. */
  readonly behind: Readonly<Record<SiteSlot, readonly string[]>>;
  /** The weights as they are written on the listener, rule by rule. */
  readonly weights: readonly (readonly number[])[];
  /** True when this is a change of the shares; false when somebody just looked. */
  readonly changed: boolean;
  /** True when somebody just told the load balancer to change them, which it does a little later. */
  readonly told: boolean;
}

export interface SeenCall {
  readonly at: number;
  readonly service: string;
  readonly operation: string;
  readonly caller: string;
  readonly error: string | undefined;
}

export interface SeenExecution {
  readonly at: number;
  readonly machine: string;
  readonly name: string;
  readonly status: string;
}

/** An event that came to its bus. */
export interface SeenEvent {
  readonly at: number;
  readonly source: string;
  /** The rules that it matched. */
  readonly rules: readonly string[];
}

/** CodeDeploy's deployments: when they began, and when they ended. */
export interface SeenDeployment {
  readonly at: number;
  readonly id: string;
  readonly state: string;
}

export interface SeenPush {
  readonly at: number;
  readonly version: string;
  readonly digest: string;
  readonly bad: boolean;
  /** True when a person asks for the release: the push itself starts none. */
  readonly built: boolean;
}

/** Whoever asked for a release of the version has named these alarms. */
export interface SeenOverride {
  readonly version: string;
  readonly names: readonly string[];
}

export interface Witness {
  readonly history: History;
  readonly site: Site;
  readonly terms: Terms;
  readonly startedAt: number;
  readonly healedAt: number;
  readonly endedAt: number;
  readonly initialDigest: string;
  /** Tasks that the service had before anything happened. */
  readonly tasksBefore: number;
  readonly pushes: readonly SeenPush[];
  readonly overrides: readonly SeenOverride[];
  readonly sights: readonly Sight[];
  readonly calls: readonly SeenCall[];
  readonly executions: readonly SeenExecution[];
  readonly events: readonly SeenEvent[];
  readonly deployments: readonly SeenDeployment[];
  readonly alarms: readonly SeenAlarm[];
  readonly breaches: readonly Breach[];
  /** When data about a target group became visible: its name, then the moments. */
  readonly data: ReadonlyMap<string, readonly number[]>;
  readonly decisions: readonly SeenDecision[];
  readonly deliveries: readonly SnsDelivery[];
  readonly looks: readonly Look[];
  readonly releases: readonly LedgerView[];
  readonly faults: Readonly<Record<string, number>>;
  readonly last: LastLook;
  /** By machine. */
  readonly runs: Readonly<Record<string, Runs>>;
}

export interface SeenAlarm {
  readonly at: number;
  readonly name: string;
  readonly to: string;
}

export interface SeenDecision {
  readonly askedAt: number;
  /** When it was answered. */
  readonly at: number;
  readonly person: string;
  readonly action: string;
  readonly status: number;
  /** The release and the event of its ledger that the person had seen; empty where it is about a service. */
  readonly releaseId: string;
  readonly sequence: number;
}

/** Of all executions of one machine. */
export interface Runs {
  /** Events of the longest. */
  readonly longest: number;
  /** Events of the fastest within one minute. */
  readonly fastest: number;
}

/** What is left at the end. */
export interface LastLook {
  readonly overlay: boolean;
  readonly deploymentsActive: number;
  readonly taskSets: number;
  readonly definitions: readonly { readonly arn: string; readonly image: string }[];
  readonly tasks: readonly { readonly definition: string; readonly digest: string }[];
}

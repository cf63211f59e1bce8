/** Spillway where it runs, as the commands see it: in an AWS account, or on a twin. */
import type { EnvironmentState } from '../aws/environments.ts';
import type { Freeze } from '../aws/freezes.ts';
import type { Decided } from '../aws/operate-client.ts';
import type { Verdict } from '../core/analysis/verdict.ts';
import type { Decision } from '../core/contract/decision.ts';
import type { Instant } from '../core/contract/instant.ts';
import type { Lane } from '../core/lane/lane.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { ReleaseEvent } from '../core/release/event.ts';
import type { ReleaseRecord } from '../core/release/record.ts';
import type { Spec } from '../core/spec/spec.ts';

export interface Remote {
  /** The clock of that world: on a twin, time is virtual. */
  now(): Promise<Instant>;
  services(): Promise<readonly string[]>;
  /** Undefined for a service that is not registered. */
  service(name: string): Promise<ServiceState | undefined>;
  /** Newest first. */
  releases(service: string, limit: number): Promise<readonly ReleaseRecord[]>;
  release(releaseId: string): Promise<ReleaseState | undefined>;
  /** What the judge would say now; null where nothing bakes, or where metrics cannot be read. */
  verdict(release: ReleaseState, now: Instant): Promise<Verdict | null>;
  freezes(): Promise<readonly Freeze[]>;
  decide(decision: Decision): Promise<Decided>;
  /** The ARN of the execution that leads the release. */
  start(wish: Wish): Promise<string>;
  /** The release that an execution leads, once it is admitted. */
  ledBy(executionArn: string, service: string): Promise<ReleaseRecord | undefined>;
  /** The digest. Only a twin takes an image without content: undefined where there is none. */
  push(image: Push): Promise<string | undefined>;
}

export interface ServiceState {
  readonly spec: Spec;
  readonly lane: Lane;
  /** In the order of the spec. */
  readonly environments: readonly (EnvironmentState & { readonly name: string })[];
}

export interface ReleaseState {
  readonly record: ReleaseRecord;
  readonly events: readonly ReleaseEvent[];
  /** Null until it is admitted. */
  readonly plan: Plan | null;
}

export interface Wish {
  readonly service: string;
  readonly version?: string;
  readonly digest?: string;
  readonly source?: string;
  readonly reason: string;
  readonly overrideQuarantine: boolean;
  readonly overrideAlarms: readonly string[];
}

export interface Push {
  readonly service: string;
  readonly tag: string;
  readonly behaviour: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

/** Gives a remote; called once the arguments are understood. */
export type OpenRemote = (env: Readonly<Record<string, string | undefined>>) => Promise<Remote>;

/** What went wrong is said in a sentence, and what to do about it in another. Exit code 1. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
}

// People who call one listener: how often, what they ask for, and how long they wait.
import type { Rate } from './rate.ts';

export interface UserGroup extends Rate {
  readonly name: string;
  readonly listener: ListenerSelector;
  readonly requests: readonly RequestKind[];
  /** An answer that takes longer is a bad one. */
  readonly patienceMs: number | undefined;
}

export interface ListenerSelector {
  /** The load balancer's name; `*` stands for anything. */
  readonly loadBalancer: string;
  readonly port: number;
}

export interface RequestKind {
  readonly method: string;
  readonly host: string | undefined;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Its part of the group's requests, relative to the others. */
  readonly weight: number;
}

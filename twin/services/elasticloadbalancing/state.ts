// What Elastic Load Balancing remembers: what was asked for, and what the data plane already does.
import type {
  Action,
  Listener as ListenerSettings,
  LoadBalancer as LoadBalancerSettings,
  RuleCondition,
  Tag,
  TargetGroup as TargetGroupSettings,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TargetAddress, TargetState } from '../../host/load-balancing-peer.ts';
import type { Scheduled } from '../../kernel/clock.ts';

export interface LoadBalancer {
  readonly arn: string;
  readonly name: string;
  /** `app/name/50dc6c495c0c9188`, as metrics name it. */
  readonly fullName: string;
  readonly dnsName: string;
  settings: LoadBalancerSettings;
  attributes: Readonly<Record<string, string>>;
}

export interface Rule {
  readonly arn: string;
  /** Absent for the default rule, which comes last. */
  priority: number | undefined;
  conditions: readonly RuleCondition[];
  actions: readonly Action[];
}

export interface Listener {
  readonly arn: string;
  readonly loadBalancer: LoadBalancer;
  settings: ListenerSettings;
  /** By priority; the default rule is the last. */
  rules: readonly Rule[];
  /** Counts changes, so that an older one that travels slowly undoes no newer one. */
  revision: number;
  /** What the data plane does. */
  serving: { readonly revision: number; readonly routes: readonly Route[] };
}

/** A rule as the data plane knows it. */
export type Route = Readonly<Pick<Rule, 'conditions' | 'actions'>>;

export interface TargetGroup {
  readonly arn: string;
  readonly name: string;
  /** `targetgroup/name/73e2d6bc24d8a067`, as metrics name it. */
  readonly fullName: string;
  settings: TargetGroupSettings;
  attributes: Readonly<Record<string, string>>;
  /** By `address:port`. */
  readonly targets: Map<string, Target>;
}

export interface Target {
  readonly address: TargetAddress;
  status: TargetState;
  /** Health checks in a row that went the other way. */
  streak: number;
  draining: Scheduled | undefined;
}

export interface LoadBalancingState {
  readonly loadBalancers: Map<string, LoadBalancer>;
  readonly listeners: Map<string, Listener>;
  readonly targetGroups: Map<string, TargetGroup>;
  readonly tags: Map<string, readonly Tag[]>;
}

export const createLoadBalancingState = (): LoadBalancingState => ({
  loadBalancers: new Map(),
  listeners: new Map(),
  targetGroups: new Map(),
  tags: new Map(),
});

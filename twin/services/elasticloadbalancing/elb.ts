// What the parts of the service share: its state, its neighbours, and who wants to hear of changes.

import type { TargetChange } from '../../host/load-balancing-peer.ts';
import type { ServiceHost } from '../../host/service.ts';
import type { Random } from '../../kernel/random.ts';
import { createLoadBalancingState, type LoadBalancingState, type TargetGroup } from './state.ts';

export type Sdk = typeof import('@aws-sdk/client-elastic-load-balancing-v2');

export interface Elb {
  readonly host: ServiceHost;
  readonly state: LoadBalancingState;
  /** How long changes travel to the data plane. */
  readonly propagation: Random;
  readonly requests: Random;
  /** Called just before the data plane of a load balancer changes, or at the end of a minute. */
  readonly beforeChange: Set<(loadBalancerArn: string | undefined) => void>;
  readonly onTargetState: Set<(change: TargetChange) => void>;
  /** ARNs of the load balancers that a target group serves, by target group. */
  attachments: ReadonlyMap<string, ReadonlySet<string>>;
}

export const createElb = (host: ServiceHost): Elb => ({
  host,
  state: createLoadBalancingState(),
  propagation: host.random.fork('propagation'),
  requests: host.random.fork('requests'),
  beforeChange: new Set(),
  onTargetState: new Set(),
  attachments: new Map(),
});

export const isInUse = (elb: Elb, group: TargetGroup): boolean => elb.attachments.has(group.arn);

export const aboutToChange = (elb: Elb, loadBalancerArn?: string): void => {
  for (const listener of elb.beforeChange) listener(loadBalancerArn);
};

/** A change of a target group touches the load balancers that use it. */
export const groupAboutToChange = (elb: Elb, { arn }: TargetGroup): void => {
  for (const loadBalancerArn of elb.attachments.get(arn) ?? []) aboutToChange(elb, loadBalancerArn);
};

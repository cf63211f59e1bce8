// What load balancers offer to the rest of the twin: what the data plane really does, and who is behind it.
import type { Seat } from '../network/origin.ts';

/** Elastic Load Balancing: what the data plane really does, after propagation. */
export interface LoadBalancingPeer {
  /** The share (0..1) of a listener's requests for the path that each target group gets right now. */
  route(request: ListenerRequest): readonly RouteShare[];
  /** What happens to a request at a listener right now. */
  decide(request: ListenerRequest): RouteDecision;
  /** Targets (by address) that get a target group's requests, as the data plane sees them. */
  healthyTargets(targetGroupArn: string): readonly string[];
  /** Sends one request and gives its answer once it has arrived; undefined where no listener has the URL. */
  http(request: HttpRequest): Promise<HttpResponse> | undefined;
  /** Whether a connection to the URL comes about; where nobody listens, nobody keeps it out. */
  letsIn(connection: Connection): boolean;
  listeners(): readonly ListenerSummary[];
  /** Counts requests that a target group or the load balancer itself has answered. */
  measure(served: ServedRequests): void;
  /** Called before what a load balancer (or any of them) does changes, so that the past can be accounted for. */
  beforeChange(listener: (loadBalancerArn: string | undefined) => void): void;
  /** Has the past accounted for now, because what answers behind the load balancers is about to change. */
  accountNow(): void;
  /** Adds and removes the addresses of tasks, as the service-linked role of ECS does. */
  register(targetGroupArn: string, target: TargetAddress): void;
  deregister(targetGroupArn: string, target: TargetAddress): void;
  /** A target group's settings that matter to those who register; undefined where there is none. */
  targetGroup(targetGroupArn: string): TargetGroupSummary | undefined;
  targetState(targetGroupArn: string, target: TargetAddress): TargetState;
  onTargetState(listener: (change: TargetChange) => void): void;
  /** Tags of a load balancer, listener, rule or target group, for policies that ask for them. */
  tagsOf(arn: string): Readonly<Record<string, string>>;
}

export interface TargetAddress {
  readonly id: string;
  readonly port: number;
}

export interface TargetState {
  readonly state: 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'unused';
  readonly reason: string | undefined;
}

export interface TargetChange extends TargetState {
  readonly targetGroupArn: string;
  readonly target: TargetAddress;
}

export interface TargetGroupSummary {
  readonly targetGroupArn: string;
  readonly loadBalancerArns: readonly string[];
  readonly deregistrationDelaySeconds: number;
}

export interface ListenerSummary {
  readonly listenerArn: string;
  readonly loadBalancerArn: string;
  readonly loadBalancerName: string;
  readonly dnsName: string;
  readonly port: number;
  readonly protocol: string;
}

export type RouteDecision =
  | { readonly kind: 'forward'; readonly shares: readonly RouteShare[] }
  | { readonly kind: 'fixed'; readonly status: number; readonly body: string }
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string };

export interface Connection {
  readonly url: string;
  /** Where in the networks of the account it comes from; absent for those outside. */
  readonly from: Seat | undefined;
}

export interface HttpRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly latencyMs: number;
}

export interface ServedRequests {
  readonly loadBalancerArn: string;
  /** Absent when the load balancer answered by itself. */
  readonly targetGroupArn: string | undefined;
  /** When the requests were answered. */
  readonly at: number;
  /** Requests by HTTP status; the status is the load balancer's own where no target answered. */
  readonly statuses: readonly { readonly status: number; readonly count: number }[];
  /** Requests that no process accepted. */
  readonly connectionErrors: number;
  readonly latenciesMs: readonly { readonly value: number; readonly count: number }[];
}

export interface ListenerRequest {
  readonly listenerArn: string;
  readonly host: string;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface RouteShare {
  readonly targetGroupArn: string;
  readonly share: number;
}

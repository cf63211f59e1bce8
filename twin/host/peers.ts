// What services offer to one another behind their APIs. Each interface is the whole contract between two rooms.

/** EventBridge: the events that AWS services send to the default bus. */
export interface EventsPeer {
  emit(event: ServiceEvent): void;
}

export interface ServiceEvent {
  /** `aws.ecr` and the like: only services may use it. */
  readonly source: string;
  readonly detailType: string;
  readonly detail: object;
  readonly resources: readonly string[];
  /** CloudWatch alarm and ECS events always arrive; the others are sent with best effort. */
  readonly delivery: 'guaranteed' | 'bestEffort';
}

/** CloudWatch: data that AWS services publish in `AWS/...` namespaces. */
export interface MonitoringPeer {
  publish(datum: ServiceDatum): void;
}

export interface ServiceDatum {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Start of the minute (or second, for high resolution) that the datum describes. */
  readonly at: number;
  readonly unit: string;
  /** Distinct values with how often each occurred; percentiles need them. */
  readonly values: readonly { readonly value: number; readonly count: number }[];
}

/** ECS: what runs, for those who route to it and those who watch it. */
export interface EcsPeer {
  /** All tasks that have not been forgotten yet, stopped ones included. */
  tasks(): readonly RunningTask[];
}

export interface RunningTask {
  readonly taskArn: string;
  readonly clusterArn: string;
  readonly serviceName: string | undefined;
  readonly taskSetId: string | undefined;
  readonly taskDefinitionArn: string;
  readonly ipAddress: string;
  readonly lastStatus: string;
  readonly containers: readonly { readonly name: string; readonly imageDigest: string }[];
}

/** Elastic Load Balancing: what the data plane really does, after propagation. */
export interface LoadBalancingPeer {
  /** The share (0..1) of a listener's requests for the path that each target group gets right now. */
  route(request: ListenerRequest): readonly RouteShare[];
  /** Healthy targets (by address) of a target group, as the data plane sees them. */
  healthyTargets(targetGroupArn: string): readonly string[];
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

/** ECR: what images are, for those who pull them. */
export interface EcrPeer {
  /** The digest that an image reference resolves to, or undefined where there is no such image. */
  resolve(imageUri: string): PulledImage | undefined;
}

export interface PulledImage {
  readonly repositoryName: string;
  readonly digest: string;
  readonly tags: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly architecture: string;
}

export interface Peers {
  readonly events: EventsPeer;
  readonly monitoring: MonitoringPeer;
  readonly ecs: EcsPeer;
  readonly elasticloadbalancing: LoadBalancingPeer;
  readonly ecr: EcrPeer;
}

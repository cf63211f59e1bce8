// What services offer to one another behind their APIs. Each interface is the whole contract between two rooms.

import type { FindingSeverity } from '@aws-sdk/client-ecr';
import type { Behaviour, Conduct } from '../users/behaviour.ts';
import type { Caller } from './caller.ts';
import type { LoadBalancingPeer } from './load-balancing-peer.ts';

/** EventBridge: the events that AWS services send to the default bus. */
export interface EventsPeer {
  emit(event: ServiceEvent): void;
  /** The policy document of a bus, as JSON. */
  policyOf?(busArn: string): string | undefined;
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
  /** For what happens often: a way to count that costs next to nothing where nobody reads it. */
  meter(options: MeterOptions): Meter;
  /** Lines of logs, some of which carry metrics. */
  readLine(line: string): void;
  /** Told of each datum from the moment in which queries and alarms can see it. */
  watch(listener: (datum: Omit<ServiceDatum, 'unit'>, visibleAt: number) => void): void;
}

export interface MeterOptions {
  readonly namespace: string;
  /** One resource may be seen in several ways: by its name, and as one of all. */
  readonly dimensions: readonly Readonly<Record<string, string>>[];
  /** From the end of a minute until it can be read; what is usual for services when absent. */
  readonly arrivalMs?: { readonly median: number; readonly p99: number };
  /** Called before somebody reads: adds what is only looked at now and then. */
  readonly catchUp?: () => void;
}

export interface Meter {
  /** Counts in the present minute, or in that of another time, which is not before what was counted last. */
  add(metricName: string, unit: string, value: number, at?: number): void;
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
  /** The running task whose network interface has this address. */
  taskAt(ipAddress: string): RunningTask | undefined;
  /** How the process at this address conducts itself now; undefined where nothing listens. */
  conduct(ipAddress: string): Conduct | undefined;
  /** Tells how many requests per second reach this address. */
  setLoad(ipAddress: string, requestsPerSecond: number): void;
  /** How images behave. Until it is told, every image behaves well. */
  setBehaviours(lookup: BehaviourLookup): void;
  /** What it was told last. */
  behaviours(): BehaviourLookup;
  /** How many tasks the region has room for; without bound until it is told. */
  setCapacity(tasks: number): void;
  /** Ends the processes of that many running tasks; tells how many there were. */
  crash(which: { readonly serviceName: string; readonly count: number }): number;
}

export type BehaviourLookup = (image: PulledImage) => Behaviour;

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

/** ECR: what images are, for those who pull them. */
export interface EcrPeer {
  /** The digest that an image reference resolves to, or undefined where there is no such image. */
  resolve(imageUri: string): PulledImage | undefined;
  /** What `docker push` does. Gives the digest that the tags point to. */
  push(image: PushedImage): string;
  /** What lies behind a URL that GetDownloadUrlForLayer gave; undefined where nothing does. */
  download(url: URL): string | undefined;
  /** What the next scans of an image find. Without it, they find nothing. */
  setScan(image: { readonly repositoryName: string; readonly digest: string }, scan: Scan): void;
}

export interface PushedImage {
  readonly repositoryName: string;
  readonly tags: readonly string[];
  /** One for an image; several for an index of as many images. `amd64` when absent. */
  readonly architectures?: readonly [string, ...string[]];
  readonly labels?: Readonly<Record<string, string>>;
  /** Of a single image; OCI's when absent. */
  readonly mediaType?: string;
  /** Computed from the content when absent. */
  readonly digest?: string;
  readonly scan?: Scan;
  /** False: whoever pushes may not use the profiles with which the registry signs. */
  readonly maySign?: boolean;
}

export interface Scan {
  /** Findings by severity, `CRITICAL` to `UNDEFINED`. */
  readonly findings: Readonly<Partial<Record<FindingSeverity, number>>>;
  readonly seconds?: number;
  readonly fails?: boolean;
}

export interface PulledImage {
  readonly repositoryName: string;
  readonly digest: string;
  readonly tags: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly architecture: string;
}

/** CloudWatch Logs: what services write into their own groups. */
export interface LogsPeer {
  write(line: LogLine): void;
}

export interface LogLine {
  readonly group: string;
  readonly stream: string;
  readonly message: string;
}

/** Lambda: where its code lies, and the way in by URL. */
export interface LambdaPeer {
  /** Puts a deployment package where `S3Bucket` and `S3Key` of a function will look for it. */
  putAsset(
    location: { readonly bucket: string; readonly key: string },
    source: { readonly folder: string } | { readonly text: string },
  ): void;
  /** A request to a function URL; undefined where no function has that host. */
  requestUrl(request: FunctionUrlRequest): Promise<FunctionUrlResponse> | undefined;
  /** The resource policy of a function, where it has one. */
  policyOf(reference: string): object | undefined;
}

export interface FunctionUrlRequest {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly caller: Caller;
  /** Whether the request carried a signature at all. */
  readonly signed: boolean;
}

export interface FunctionUrlResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** SNS: what was published, for those who look into their mailbox. */
export interface SnsPeer {
  /** What subscribers got, oldest first; bounded, so the oldest of all may be gone. */
  deliveries(): readonly SnsDelivery[];
  /** What a person does who follows the link in the message that asks for confirmation. */
  confirm(subscriptionArn: string): void;
  /** The topic's policy document, as JSON. */
  policyOf(topicArn: string): string | undefined;
}

export interface SnsDelivery {
  readonly at: number;
  readonly messageId: string;
  readonly topicArn: string;
  readonly subscriptionArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly subject: string | undefined;
  readonly message: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly status: 'delivered' | 'failed';
}

/** SQS: what lies in a queue, without taking it out. */
export interface SqsPeer {
  messages(queueArn: string): readonly QueuedMessage[];
  /** The queue's policy document, as JSON. */
  policyOf(queueArn: string): string | undefined;
}

export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly sentAt: number;
  readonly receiveCount: number;
  readonly visible: boolean;
}

/** CodeDeploy: which group a deployment belongs to, as policies name it. */
export interface CodeDeployPeer {
  /** `Application/Group`. */
  groupOf(deploymentId: string): string | undefined;
}

/** CodeBuild: how builds end, which nobody can know but a scenario. */
export interface CodeBuildPeer {
  /** Until it is told, every build succeeds after a minute and a half. */
  setOutcomes(decide: (build: StartedBuild) => BuildOutcome | undefined): void;
}

export interface StartedBuild {
  readonly id: string;
  readonly projectName: string;
  readonly sourceVersion: string | undefined;
  /** Plain variables as the build sees them, the overrides of StartBuild included. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface BuildOutcome {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'FAULT' | 'TIMED_OUT';
  readonly seconds?: number;
  /** Why it failed, as the phase says it. */
  readonly message?: string;
  /** Variables that the build exports. */
  readonly exports?: Readonly<Record<string, string>>;
  /** What the build does at its end: pushing an image, say. */
  readonly effect?: () => void;
}

/** Step Functions: whose tokens wait. */
export interface StatesPeer {
  /** The state machine whose task waits for the token, as long as it waits. */
  stateMachineOf(taskToken: string): string | undefined;
}

export interface Peers {
  readonly events: EventsPeer;
  readonly monitoring: MonitoringPeer;
  readonly ecs: EcsPeer;
  readonly elasticloadbalancing: LoadBalancingPeer;
  readonly ecr: EcrPeer;
  readonly codebuild: CodeBuildPeer;
  readonly codedeploy: CodeDeployPeer;
  readonly logs: LogsPeer;
  readonly lambda: LambdaPeer;
  readonly sns: SnsPeer;
  readonly sqs: SqsPeer;
  readonly states: StatesPeer;
}

// What every simulated service is made of, and what it is given.
import type { Gateway } from '../gateway/wire.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Faults } from '../kernel/faults.ts';
import type { Ids } from '../kernel/ids.ts';
import type { Pump } from '../kernel/pump.ts';
import type { Random } from '../kernel/random.ts';
import type { Trace } from '../kernel/trace.ts';
import type { Networks } from '../network/networks.ts';
import type { ServiceId } from './call-context.ts';
import type { Caller } from './caller.ts';
import type { Credentials } from './credentials.ts';
import type { Operations } from './operations.ts';
import type { Peers } from './peers.ts';

export interface InternalCall {
  readonly service: ServiceId;
  readonly operation: string;
  readonly input: object;
  readonly caller: Caller;
  /** Another region of the account; the host's own when absent. */
  readonly region?: string;
}

/** One region of one account, as a simulated service sees it. */
export interface ServiceHost {
  readonly account: string;
  readonly region: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly trace: Trace;
  readonly faults: Faults;
  /** Issues the access keys by which a role is recognised when it calls. */
  readonly credentials: Credentials;
  /** Holds time still while real work (loading code, say) is under way. */
  readonly pump: Pump;
  /** What templates have made of EC2. */
  readonly networks: Networks;
  /**
   * Calls an API through the front door: latency, faults, rates, policies and trace apply.
   * Input and output have the SDK's shapes. Throws AwsError, or LostCall when the answer is lost.
   */
  call(call: InternalCall): Promise<object>;
  /** The way in by the wire, for code that runs in this twin and speaks HTTP. */
  readonly gateway: Gateway;
  /** Asks whether the caller may do what is no API operation, such as using a function URL. Throws AwsError. */
  authorize(question: { operation: string; input: object; caller: Caller }): void;
  /**
   * The inner interface of a neighbour in the same region: what AWS does behind its own APIs. In a twin
   * without the neighbour it does nothing, or throws NotImplemented where somebody must answer.
   */
  peer<Id extends keyof Peers>(id: Id): Peers[Id];
  /** `arn:aws:<service>:<region>:<account>:<resource>` */
  arn(service: string, resource: string): string;
}

/** One service in one region: its API, and what it offers to its neighbours. */
export interface ServiceInstance<Sdk = unknown, Peer = unknown> {
  readonly operations: Operations<Sdk>;
  readonly peer: Peer;
}

export interface ServiceDefinition<Sdk = unknown, Peer = unknown> {
  readonly id: ServiceId;
  /** The SDK client module, whose schemas describe the wire. */
  readonly load: () => Promise<Sdk>;
  readonly create: (host: ServiceHost) => ServiceInstance<Sdk, Peer>;
}

/** Keeps the types of a definition together; it does nothing else. */
export const defineService = <Sdk, Peer>(
  definition: ServiceDefinition<Sdk, Peer>,
): ServiceDefinition<Sdk, Peer> => definition;

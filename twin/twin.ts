// One AWS in one process: the kernel, the services that were asked for, and the ways in.

import { createGateway } from './gateway/gateway.ts';
import { createRequestHandler } from './gateway/request-handler.ts';
import type { Gateway } from './gateway/wire.ts';
import { ABSENT_PEERS } from './host/absent-peers.ts';
import { type Authorizer, allowEverything } from './host/authorizer.ts';
import type { ServiceId } from './host/call-context.ts';
import { accountCaller, type Caller } from './host/caller.ts';
import { type Credentials, createCredentials } from './host/credentials.ts';
import { createDispatcher, type Dispatcher } from './host/dispatcher.ts';
import type { Peers } from './host/peers.ts';
import { createRateLimiter } from './host/rates.ts';
import type { ServiceDefinition, ServiceHost } from './host/service.ts';
import { VirtualClock } from './kernel/clock.ts';
import { createFaults, type Faults } from './kernel/faults.ts';
import { createIds, type Ids } from './kernel/ids.ts';
import { createPump, type Pump } from './kernel/pump.ts';
import { createRandom, type Random } from './kernel/random.ts';
import { createTrace, type Trace } from './kernel/trace.ts';
import { createNetworks, type Networks } from './network/networks.ts';

export interface TwinOptions {
  readonly services: readonly ServiceDefinition[];
  readonly seed?: number;
  /** Where virtual time begins. */
  readonly startMs?: number;
  readonly account?: string;
  /** Called once with the twin, so that an authorizer can look up what it needs there. */
  readonly authorizer?: (twin: TwinCore) => Authorizer;
  /** How many trace records are kept. */
  readonly keepTrace?: number;
}

export interface TwinCore {
  readonly account: string;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly ids: Ids;
  readonly trace: Trace;
  readonly faults: Faults;
  readonly pump: Pump;
  readonly credentials: Credentials;
  /** What templates have made of EC2 in a region. */
  networks(region: string): Networks;
  peer<Id extends keyof Peers>(id: Id, region: string): Peers[Id];
}

export interface Twin extends TwinCore {
  readonly gateway: Gateway;
  readonly dispatcher: Dispatcher;
  /** Calls an API directly: no wire, no latency. */
  call(call: {
    service: ServiceId;
    operation: string;
    input: object;
    region: string;
    caller?: Caller;
  }): Promise<object>;
  /** A real SDK client whose requests go to this twin, in the name of the caller. */
  client<C>(Client: new (config: never) => C, options?: ClientOptions): C;
}

export interface ClientOptions {
  readonly region?: string;
  readonly caller?: Caller;
}

export const DEFAULT_ACCOUNT = '123456789012';
export const DEFAULT_REGION = 'us-east-1';
const DEFAULT_START_MS = Date.UTC(2027, 0, 11, 9, 0, 0);
const DEFAULT_KEEP_TRACE = 200_000;

export function createTwin(options: TwinOptions): Twin {
  const core = createCore(options);
  const { clock, random, ids, trace, faults, pump, account, credentials } = core.twin;
  const authorizer = options.authorizer?.(core.twin) ?? allowEverything;
  const dispatcher: Dispatcher = createDispatcher({
    account,
    definitions: options.services,
    clock,
    pump,
    random,
    ids,
    trace,
    faults,
    rates: createRateLimiter(clock),
    authorizer,
    host: (service, region) =>
      createHost({
        core: core.twin,
        dispatcher,
        gateway: () => gateway,
        authorizer,
        service,
        region,
      }),
  });
  core.connect(dispatcher);
  const gateway: Gateway = createGateway({
    dispatcher,
    credentials,
    ids,
    clock,
    requestUrl: (request, region) => core.twin.peer('lambda', region).requestUrl(request),
  });
  return {
    ...core.twin,
    gateway,
    dispatcher,
    call: ({ caller = accountCaller(account), ...call }) =>
      dispatcher.dispatch({ ...call, caller, requestId: ids.uuid(), latency: false }),
    client<C>(
      Client: new (config: never) => C,
      { region = DEFAULT_REGION, caller }: ClientOptions = {},
    ) {
      const config = {
        region,
        credentials: credentials.issue(caller ?? accountCaller(account)),
        requestHandler: createRequestHandler(gateway),
        maxAttempts: 1,
        // Packing would be done on a thread pool that the pump cannot see.
        disableRequestCompression: true,
      };
      return new Client(config as never);
    },
  };
}

function createCore(options: TwinOptions): {
  twin: TwinCore;
  connect(dispatcher: Dispatcher): void;
} {
  const account = options.account ?? DEFAULT_ACCOUNT;
  const clock = new VirtualClock(options.startMs ?? DEFAULT_START_MS);
  const now = () => clock.now();
  const random = createRandom(options.seed ?? 1);
  const ids = createIds(random.fork('ids'));
  const networks = new Map<string, Networks>();
  let connected: Dispatcher | undefined;
  return {
    connect(dispatcher) {
      connected = dispatcher;
    },
    twin: {
      account,
      clock,
      random,
      ids,
      trace: createTrace({ now, keep: options.keepTrace ?? DEFAULT_KEEP_TRACE }),
      faults: createFaults({ now, random: random.fork('faults') }),
      pump: createPump(clock),
      credentials: createCredentials(createIds(random.fork('credentials')), account),
      networks(region) {
        const known = networks.get(region) ?? createNetworks();
        networks.set(region, known);
        return known;
      },
      peer(id, region) {
        if (connected === undefined) throw new Error('the twin is not connected yet');
        const absent = connected.has(id) ? undefined : ABSENT_PEERS[id];
        return absent ?? (connected.instance(id, region).peer as Peers[typeof id]);
      },
    },
  };
}

function createHost(options: {
  core: TwinCore;
  dispatcher: Dispatcher;
  gateway: () => Gateway;
  authorizer: Authorizer;
  service: ServiceId;
  region: string;
}): ServiceHost {
  const { core, dispatcher, authorizer, service, region } = options;
  const random = core.random.fork(`${service} ${region}`);
  const { account, clock, ids, trace, faults, credentials } = core;
  return {
    account,
    region,
    clock,
    random,
    ids,
    trace,
    faults,
    credentials,
    pump: core.pump,
    networks: core.networks(region),
    get gateway() {
      return options.gateway();
    },
    authorize: ({ operation, input, caller }) =>
      authorizer.authorize(input, {
        service,
        operation,
        account,
        region,
        caller,
        requestId: ids.uuid(),
      }),
    call: (call) => dispatcher.dispatch({ region, ...call, requestId: ids.uuid(), latency: true }),
    peer: (id) => core.peer(id, region),
    arn: (arnService, resource) => `arn:aws:${arnService}:${region}:${account}:${resource}`,
  };
}

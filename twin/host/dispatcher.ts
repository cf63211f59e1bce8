// The front door of every simulated API: latency, faults, rates, policies and trace, then the handler.
import { readServiceModel, type ServiceModel } from '../gateway/service-model.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Faults } from '../kernel/faults.ts';
import type { Ids } from '../kernel/ids.ts';
import type { Pump } from '../kernel/pump.ts';
import type { Random } from '../kernel/random.ts';
import type { Trace } from '../kernel/trace.ts';
import type { Authorizer } from './authorizer.ts';
import { AwsError, LostCall, notSimulated } from './aws-error.ts';
import type { CallContext, ServiceId } from './call-context.ts';
import type { Caller } from './caller.ts';
import { type RateLimiter, throttled } from './rates.ts';
import type { ServiceDefinition, ServiceHost, ServiceInstance } from './service.ts';

/** Published nowhere; measured by many: a median of 40 ms and a long tail. */
const LATENCY_MS = { median: 40, p99: 800 };
/** After this long without an answer, a client gives up. */
const LOST_CALL_MS = 5000;

export interface DispatchedCall {
  readonly service: ServiceId;
  readonly operation: string;
  readonly input: object;
  readonly caller: Caller;
  readonly region: string;
  readonly requestId: string;
  /** Whether the call takes virtual time on its way. */
  readonly latency: boolean;
}

export interface Dispatcher {
  dispatch(call: DispatchedCall): Promise<object>;
  /** The wire model of a service that this twin has. */
  model(service: ServiceId): Promise<ServiceModel>;
  has(service: string): service is ServiceId;
  instance(service: ServiceId, region: string): ServiceInstance;
}

export interface DispatcherOptions {
  readonly account: string;
  readonly definitions: readonly ServiceDefinition[];
  readonly clock: Clock;
  readonly pump: Pump;
  readonly random: Random;
  readonly ids: Ids;
  readonly trace: Trace;
  readonly faults: Faults;
  readonly rates: RateLimiter;
  readonly authorizer: Authorizer;
  readonly host: (service: ServiceId, region: string) => ServiceHost;
}

type Handler = (input: object, context: CallContext) => object | Promise<object>;

// The schemas of an SDK client are constants: one process needs to read them once.
const models = new Map<ServiceDefinition['load'], Promise<ServiceModel>>();

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const definitions = new Map(options.definitions.map((each) => [each.id as string, each]));
  const instances = new Map<string, ServiceInstance>();
  const latencies = options.random.fork('latency');
  const { clock, faults } = options;

  function definition(service: ServiceId): ServiceDefinition {
    const found = definitions.get(service);
    if (found === undefined) throw notSimulated(service, 'any operation');
    return found;
  }

  function instance(service: ServiceId, region: string): ServiceInstance {
    const key = `${service} ${region}`;
    const known = instances.get(key);
    if (known !== undefined) return known;
    const created = definition(service).create(options.host(service, region));
    instances.set(key, created);
    return created;
  }

  function model(service: ServiceId): Promise<ServiceModel> {
    const { load } = definition(service);
    const known = models.get(load);
    if (known !== undefined) return known;
    const loading = load().then((sdk) => readServiceModel(sdk as object));
    models.set(load, loading);
    return options.pump.during(loading);
  }

  const travel = async (call: DispatchedCall) => {
    if (call.latency) await clock.sleep(latencies.logNormal(LATENCY_MS.median, LATENCY_MS.p99) / 2);
  };

  async function handle(call: DispatchedCall): Promise<object> {
    const { service, operation, region } = call;
    const handler = (instance(service, region).operations as Record<string, Handler>)[operation];
    if (handler === undefined) throw notSimulated(service, operation);
    const { required } = (await model(service)).operations.get(operation) ?? { required: [] };
    const context = { ...call, account: options.account };
    // Calls that take no time would all fall into one instant, and exhaust any rate.
    if (call.latency) options.rates.take(call);
    requireMembers(required, call);
    options.authorizer.authorize(call.input, context);
    return (await handler(call.input, context)) ?? {};
  }

  async function dispatch(call: DispatchedCall): Promise<object> {
    const { service, operation } = call;
    await travel(call);
    const fault = faults.strike('call', { service, operation, caller: call.caller.arn })?.fault;
    try {
      if (fault === 'throttle') throw throttled(service);
      if (fault === 'error') throw new AwsError('InternalFailure', 'injected', { status: 500 });
      if (fault === 'lostBefore') throw await lost(clock);
      const output = await handle(call);
      if (fault === 'lostAfter') throw await lost(clock);
      await travel(call);
      options.trace.add('call', traced(call));
      return output;
    } catch (error) {
      options.trace.add('call', { ...traced(call), error: errorName(error) });
      throw error;
    }
  }

  return {
    dispatch,
    model,
    instance,
    has: (service): service is ServiceId => definitions.has(service),
  };
}

const traced = ({ service, operation, caller, region }: DispatchedCall) => ({
  service,
  operation,
  caller: caller.arn,
  region,
});

const errorName = (error: unknown): string => (error instanceof Error ? error.name : String(error));

async function lost(clock: Clock): Promise<LostCall> {
  await clock.sleep(LOST_CALL_MS);
  return new LostCall('the answer did not arrive in time');
}

/** Reads as AWS's own validation does for members that are missing. */
function requireMembers(required: readonly string[], { service, input }: DispatchedCall): void {
  const values = input as Record<string, unknown>;
  const missing = required.filter((name) => values[name] === undefined || values[name] === null);
  if (missing.length === 0) return;
  const problems = missing.map(
    (name) => `Value null at '${name}' failed to satisfy constraint: Member must not be null`,
  );
  const count = missing.length === 1 ? '1 validation error' : `${missing.length} validation errors`;
  const name = QUERY_SERVICES.has(service) ? 'ValidationError' : 'ValidationException';
  throw new AwsError(name, `${count} detected: ${problems.join('; ')}`);
}

const QUERY_SERVICES: ReadonlySet<ServiceId> = new Set([
  'elasticloadbalancing',
  'monitoring',
  'sns',
  'sts',
]);

// Answers the requests of a slice of time: by the rules of the listener, the targets of the group, the conduct of the task.
import type {
  ListenerRequest,
  ListenerSummary,
  LoadBalancingPeer,
  RouteShare,
} from '../host/load-balancing-peer.ts';
import type { EcsPeer } from '../host/peers.ts';
import type { Random } from '../kernel/random.ts';
import { answerAt } from './behaviour.ts';
import type { HarmLedger, Slice } from './harm.ts';
import { drawLatencies, type LatencyCount } from './latency.ts';
import { rateAt } from './rate.ts';
import { binomial, split } from './sample.ts';
import type { RequestKind, UserGroup } from './user-group.ts';

export interface Server {
  answer(requests: Requests): void;
  /** Adds the requests per second that a group sends to each address. */
  addLoads(
    loads: Map<string, number>,
    of: { group: UserGroup; listener: ListenerSummary; now: number },
  ): void;
}

interface Requests {
  readonly group: UserGroup;
  readonly listener: ListenerSummary;
  readonly count: number;
  readonly slice: Slice;
}

interface Part extends Requests {
  readonly request: ListenerRequest;
}

interface ServerOptions {
  readonly random: Random;
  readonly balancing: LoadBalancingPeer;
  readonly ecs: EcsPeer;
  readonly ledger: HarmLedger;
}

export function createServer(options: ServerOptions): Server {
  const { random, balancing, ledger } = options;

  function answer(requests: Requests): void {
    const { group, listener, count } = requests;
    const drawn = split(random, count, sharesOf(group));
    group.requests.forEach((kind, index) => {
      const part = { ...requests, count: drawn[index] ?? 0, request: toRequest(kind, listener) };
      if (part.count > 0) route(part);
    });
  }

  function route(part: Part): void {
    const decision = balancing.decide(part.request);
    if (decision.kind !== 'forward') measureOwn(part, decision.status);
    else if (decision.shares.length === 0) refuse(part);
    else dealOut(part, decision.shares);
  }

  function dealOut(part: Part, shares: readonly RouteShare[]): void {
    const drawn = split(
      random,
      part.count,
      shares.map(({ share }) => share),
    );
    shares.forEach(({ targetGroupArn }, index) => {
      const count = drawn[index] ?? 0;
      if (count > 0) sendToGroup({ ...part, count }, targetGroupArn);
    });
  }

  function sendToGroup(part: Part, targetGroupArn: string): void {
    const addresses = balancing.healthyTargets(targetGroupArn);
    if (addresses.length === 0) {
      refuse(part);
      return;
    }
    const statuses = new Map<number, number>();
    const latenciesMs: LatencyCount[] = [];
    let connectionErrors = 0;
    evenly(random, part.count, addresses).forEach(([address, count]) => {
      const served = sendToTask(options, { ...part, count }, address);
      if (served === undefined) {
        connectionErrors += count;
        return;
      }
      latenciesMs.push(...served.latenciesMs);
      for (const [status, times] of served.statuses)
        statuses.set(status, (statuses.get(status) ?? 0) + times);
    });
    if (connectionErrors > 0) ledger.unserved(part.group.name, connectionErrors, part.slice);
    balancing.measure({
      loadBalancerArn: part.listener.loadBalancerArn,
      targetGroupArn,
      at: part.slice.toMs,
      statuses: [...statuses].map(([status, count]) => ({ status, count })),
      connectionErrors,
      latenciesMs,
    });
  }

  function refuse(part: Part): void {
    ledger.unserved(part.group.name, part.count, part.slice);
    measureOwn(part, 503);
  }

  function measureOwn({ listener, slice, count }: Part, status: number): void {
    balancing.measure({
      loadBalancerArn: listener.loadBalancerArn,
      targetGroupArn: undefined,
      at: slice.toMs,
      statuses: [{ status, count }],
      connectionErrors: 0,
      latenciesMs: [],
    });
  }

  return {
    answer,
    addLoads(loads, { group, listener, now }) {
      const shares = sharesOf(group);
      group.requests.forEach((kind, index) => {
        const rate = rateAt(group, now) * (shares[index] ?? 0);
        for (const { targetGroupArn, share } of balancing.route(toRequest(kind, listener))) {
          const addresses = balancing.healthyTargets(targetGroupArn);
          for (const address of addresses)
            loads.set(address, (loads.get(address) ?? 0) + (rate * share) / addresses.length);
        }
      });
    },
  };
}

/** Round robin: everyone gets the same, and chance says who gets what is left over. */
function evenly(
  random: Random,
  count: number,
  addresses: readonly string[],
): readonly (readonly [string, number])[] {
  const each = Math.floor(count / addresses.length);
  const over = count - each * addresses.length;
  const first = random.below(addresses.length);
  return addresses
    .map((address, index) => {
      const position = (index - first + addresses.length) % addresses.length;
      return [address, each + (position < over ? 1 : 0)] as const;
    })
    .filter(([, share]) => share > 0);
}

function sharesOf({ requests }: UserGroup): number[] {
  const total = requests.reduce((sum, { weight }) => sum + weight, 0);
  return requests.map(({ weight }) => weight / total);
}

const toRequest = (
  { host, path, method, headers }: RequestKind,
  { listenerArn, dnsName }: ListenerSummary,
): ListenerRequest => ({ listenerArn, host: host ?? dnsName, path, method, headers });

const countAbove = (latencies: readonly LatencyCount[], limit: number): number =>
  latencies.reduce((sum, { value, count }) => (value > limit ? sum + count : sum), 0);

/** Undefined where no process accepts the connection. */
function sendToTask({ random, ecs, ledger }: ServerOptions, part: Part, address: string) {
  const { count, request, group, slice } = part;
  const conduct = ecs.conduct(address);
  const task = ecs.taskAt(address);
  if (conduct === undefined || task === undefined) return undefined;
  const { status } = answerAt(conduct, request.path);
  const failed = status < 500 ? binomial(random, count, conduct.errorRate) : count;
  const latenciesMs = drawLatencies(random, count, conduct.latencyMs);
  const slow = group.patienceMs === undefined ? 0 : countAbove(latenciesMs, group.patienceMs);
  ledger.answered(
    { serviceName: task.serviceName ?? '', imageDigest: task.containers[0]?.imageDigest ?? '' },
    { requests: count, badRequests: Math.min(count, failed + slow) },
    slice,
  );
  const statuses: [number, number][] =
    status < 500
      ? [
          [status, count - failed],
          [500, failed],
        ]
      : [[status, count]];
  return { statuses, latenciesMs };
}

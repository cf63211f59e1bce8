// The people who use the services. Time is cut into slices within which nothing changes; each slice's requests are
// drawn as counts, split by the rules that the load balancer has, and answered by the tasks that run.
import type { ListenerSummary, LoadBalancingPeer } from '../host/load-balancing-peer.ts';
import type { EcsPeer } from '../host/peers.ts';
import type { Clock, Scheduled } from '../kernel/clock.ts';
import type { Random } from '../kernel/random.ts';
import { createHarmLedger, type Harm } from './harm.ts';
import { type Rate, rateAt } from './rate.ts';
import { poisson } from './sample.ts';
import { createServer } from './serve.ts';
import type { ListenerSelector, UserGroup } from './user-group.ts';
import { matchesPattern } from './wildcard.ts';

/** A slice is at most this long; it ends earlier when the data plane changes. */
const SLICE_MS = 10_000;

export interface Users {
  /** Changes how often a group calls, from now on. */
  change(name: string, rate: Partial<Rate>): void;
  harm(): Harm;
  stop(): void;
}

export interface UsersOptions {
  readonly groups: readonly UserGroup[];
  readonly clock: Clock;
  readonly random: Random;
  readonly balancing: LoadBalancingPeer;
  readonly ecs: EcsPeer;
}

interface Member {
  group: UserGroup;
  listener: ListenerSummary | undefined;
  /** Until when its requests are accounted for. */
  accountedMs: number;
}

export function startUsers(options: UsersOptions): Users {
  const { clock, random, balancing, ecs } = options;
  const ledger = createHarmLedger(random.fork('harm'));
  const serve = createServer({ random: random.fork('answers'), balancing, ecs, ledger });
  const arrivals = random.fork('arrivals');
  const members = options.groups.map(
    (group): Member => ({ group, listener: undefined, accountedMs: clock.now() }),
  );
  let next: Scheduled | undefined;
  let loaded = new Set<string>();

  function account(member: Member): void {
    const slice = { fromMs: member.accountedMs, toMs: clock.now() };
    if (slice.toMs <= slice.fromMs) return;
    member.accountedMs = slice.toMs;
    member.listener ??= listenerOf(balancing, member.group.listener);
    if (member.listener === undefined) return;
    const middle = (slice.fromMs + slice.toMs) / 2;
    const expected = (rateAt(member.group, middle) * (slice.toMs - slice.fromMs)) / 1000;
    const count = poisson(arrivals, expected);
    if (count > 0) serve.answer({ group: member.group, listener: member.listener, count, slice });
  }

  /** Tells the tasks how much they have to do. */
  function spreadLoad(): void {
    const loads = new Map([...loaded].map((address) => [address, 0]));
    for (const { group, listener } of members)
      if (listener !== undefined) serve.addLoads(loads, { group, listener, now: clock.now() });
    for (const [address, load] of loads) ecs.setLoad(address, load);
    loaded = new Set([...loads].filter(([, load]) => load > 0).map(([address]) => address));
  }

  function tick(): void {
    for (const member of members) account(member);
    spreadLoad();
    schedule();
  }

  function schedule(): void {
    next = clock.at((Math.floor(clock.now() / SLICE_MS) + 1) * SLICE_MS, tick, 'upkeep');
  }

  balancing.beforeChange((loadBalancerArn) => {
    for (const member of members)
      if (loadBalancerArn === undefined || member.listener?.loadBalancerArn === loadBalancerArn)
        account(member);
  });
  if (members.length > 0) schedule();

  return {
    change(name, rate) {
      for (const member of members)
        if (matchesPattern(name, member.group.name)) {
          account(member);
          member.group = { ...member.group, ...rate };
        }
    },
    harm() {
      for (const member of members) account(member);
      return ledger.total();
    },
    stop() {
      next?.cancel();
      members.length = 0;
    },
  };
}

function listenerOf(
  balancing: LoadBalancingPeer,
  { loadBalancer, port }: ListenerSelector,
): ListenerSummary | undefined {
  return balancing
    .listeners()
    .find((each) => each.port === port && matchesPattern(loadBalancer, each.loadBalancerName));
}

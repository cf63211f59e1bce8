// One minute's account of a load balancer or a target group, and how CloudWatch gets it.
import type { ServedRequests } from '../../host/load-balancing-peer.ts';
import type { ServiceDatum } from '../../host/peers.ts';

export interface Tally {
  readonly counts: Map<string, number>;
  /** Milliseconds, with how often each occurred. */
  readonly latenciesMs: Map<number, number>;
}

export const createTally = (): Tally => ({ counts: new Map(), latenciesMs: new Map() });

/** Requests that reached a target, whatever became of them there. */
export function addAnsweredByTarget(tally: Tally, served: ServedRequests): void {
  for (const { status, count } of served.statuses) {
    add(tally.counts, 'RequestCount', count);
    add(tally.counts, `HTTPCode_Target_${hundreds(status)}XX_Count`, count);
  }
  // A target was chosen, so the request counts; no answer came, so the time does not.
  add(tally.counts, 'RequestCount', served.connectionErrors);
  add(tally.counts, 'TargetConnectionErrorCount', served.connectionErrors);
  for (const { value, count } of served.latenciesMs) add(tally.latenciesMs, value, count);
}

/** Answers that the load balancer made up. A request for which it found no target is no RequestCount. */
export function addAnsweredByBalancer(tally: Tally, status: number, count: number): void {
  if (status >= 300) add(tally.counts, `HTTPCode_ELB_${hundreds(status)}XX_Count`, count);
  if (status >= 500) add(tally.counts, `HTTPCode_ELB_${status}_Count`, count);
}

export function dataOf(
  tally: Tally,
  about: Pick<ServiceDatum, 'namespace' | 'dimensions' | 'at'>,
): readonly ServiceDatum[] {
  const counted = [...tally.counts].map(([metricName, count]) => ({
    ...about,
    metricName,
    unit: 'Count',
    values: [{ value: 1, count }],
  }));
  if (tally.latenciesMs.size === 0) return counted;
  const values = [...tally.latenciesMs].map(([value, count]) => ({ value: value / 1000, count }));
  return [...counted, { ...about, metricName: 'TargetResponseTime', unit: 'Seconds', values }];
}

const hundreds = (status: number): number => Math.floor(status / 100);

/** What never happened leaves no trace: AWS reports these metrics only when they are not zero. */
function add<K>(counts: Map<K, number>, key: K, count: number): void {
  if (count > 0) counts.set(key, (counts.get(key) ?? 0) + count);
}

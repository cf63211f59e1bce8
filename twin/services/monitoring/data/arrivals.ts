// Data on their way: published, but not yet visible to queries and alarms. No virtual event is spent on
// them: whoever reads first takes in what has arrived by then.
import type { ServiceHost } from '../../../host/service.ts';
import { createMeters, type Meters, SERVICE_DELAY_MS, type Wanted } from './meters.ts';
import type { Datum, MetricStore } from './metric-store.ts';

export interface Arrivals {
  /** Data of AWS services, a while after the end of the minute that they describe. */
  fromService(datum: Datum): void;
  /** Data of PutMetricData. */
  fromApi(datum: Datum): void;
  /** What services count as they go. */
  readonly meter: Meters['meter'];
  /** Makes visible what has arrived by now, of what services count only what is wanted. */
  takeIn(wanted: Wanted): void;
  /** Told of each datum that becomes visible, and since when it is. */
  watch(listener: (datum: Datum, visibleAt: number) => void): void;
}

interface Pending {
  readonly visibleAt: number;
  readonly datum: Datum;
}

const MINUTE_MS = 60_000;
const API_DELAY_MS = { median: 2_000, p99: 8_000 };
const DEFAULT_LATENESS_MS = 5 * MINUTE_MS;
const SECOND_MS = 1_000;

export function createArrivals(host: ServiceHost, store: MetricStore): Arrivals {
  const random = host.random.fork('metric arrivals');
  const meters = createMeters(host);
  /** By source: all metrics of one resource and minute arrive together, and minutes in order. */
  const lastBySource = new Map<string, { at: number; visibleAt: number }>();
  /** By the second in which they become visible; none before `nextSecond`. */
  const pending = new Map<number, Pending[]>();
  let nextSecond = Math.floor(host.clock.now() / SECOND_MS);
  const listeners: ((datum: Datum, visibleAt: number) => void)[] = [];

  function arrivalOf(source: string, at: number, draw: () => number): number {
    const last = lastBySource.get(source);
    if (last?.at === at) return last.visibleAt;
    const visibleAt = Math.max(draw(), last?.visibleAt ?? 0);
    lastBySource.set(source, { at, visibleAt });
    return visibleAt;
  }

  function send(datum: Datum, visibleAt: number): void {
    const { namespace, metricName } = datum;
    const fault = host.faults.strike('metric', { namespace, metricName });
    if (fault?.fault === 'missing') return;
    const lateness = fault?.fault === 'late' ? (fault.delayMs ?? DEFAULT_LATENESS_MS) : 0;
    const entry = { datum, visibleAt: visibleAt + lateness };
    const second = Math.max(nextSecond, Math.floor(entry.visibleAt / SECOND_MS));
    const sameSecond = pending.get(second);
    if (sameSecond === undefined) pending.set(second, [entry]);
    else sameSecond.push(entry);
  }

  function show({ datum, visibleAt }: Pending, now: number): void {
    store.add(datum, now);
    for (const listener of listeners) listener(datum, visibleAt);
  }

  return {
    watch: (listener) => void listeners.push(listener),
    fromService(datum) {
      const end = datum.at + (datum.highResolution ? 0 : MINUTE_MS);
      const source = sourceOf(datum);
      const visibleAt = arrivalOf(
        source,
        datum.at,
        () => end + random.logNormal(SERVICE_DELAY_MS.median, SERVICE_DELAY_MS.p99),
      );
      send(datum, Math.max(visibleAt, host.clock.now()));
    },
    fromApi(datum) {
      const now = host.clock.now();
      const draw = () => now + random.logNormal(API_DELAY_MS.median, API_DELAY_MS.p99);
      send(datum, arrivalOf(`PutMetricData ${datum.namespace}`, now, draw));
    },
    meter: meters.meter,
    takeIn(wanted) {
      meters.collect(wanted, send);
      const now = host.clock.now();
      const thisSecond = Math.floor(now / SECOND_MS);
      for (; pending.size > 0 && nextSecond <= thisSecond; nextSecond += 1) {
        const due = pending.get(nextSecond);
        if (due === undefined) continue;
        due.sort((a, b) => a.visibleAt - b.visibleAt);
        const count = due.findLastIndex(({ visibleAt }) => visibleAt <= now) + 1;
        for (const entry of due.splice(0, count)) show(entry, now);
        if (due.length > 0) return;
        pending.delete(nextSecond);
      }
      nextSecond = thisSecond;
    },
  };
}

const sourceOf = ({ namespace, dimensions }: Datum): string =>
  `${namespace} ${dimensions.map(({ name, value }) => `${name}=${value}`).join(',')}`;

// Data on their way: published, but not yet visible to queries and alarms. No virtual event is spent on
// them: whoever reads first takes in what has arrived by then.
import type { ServiceHost } from '../../../host/service.ts';
import type { Datum, MetricStore } from './metric-store.ts';

export interface Arrivals {
  /** Data of AWS services, a while after the end of the minute that they describe. */
  fromService(datum: Datum): void;
  /** Data of PutMetricData. */
  fromApi(datum: Datum): void;
  /** Makes visible what has arrived by now. */
  takeIn(): void;
  /** Told of each datum that becomes visible, and since when it is. */
  watch(listener: (datum: Datum, visibleAt: number) => void): void;
}

interface Pending {
  readonly visibleAt: number;
  readonly datum: Datum;
}

const MINUTE_MS = 60_000;
/** No delay is documented. These agree with what users of load balancer metrics report. */
const SERVICE_DELAY_MS = { median: 75_000, p99: 180_000 };
const API_DELAY_MS = { median: 2_000, p99: 8_000 };
const DEFAULT_LATENESS_MS = 5 * MINUTE_MS;
const COMPACT_AFTER = 4_096;

export function createArrivals(host: ServiceHost, store: MetricStore): Arrivals {
  const random = host.random.fork('metric arrivals');
  /** By source: all metrics of one resource and minute arrive together, and minutes in order. */
  const lastBySource = new Map<string, { at: number; visibleAt: number }>();
  let pending: Pending[] = [];
  let head = 0;
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
    insert({ datum, visibleAt: visibleAt + lateness });
  }

  /** Keeps the queue sorted. Data come nearly in order, so the place is close to the end. */
  function insert(entry: Pending): void {
    let index = pending.length;
    while (index > head && (pending[index - 1]?.visibleAt ?? 0) > entry.visibleAt) index -= 1;
    if (index === pending.length) pending.push(entry);
    else pending.splice(index, 0, entry);
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
    takeIn() {
      const now = host.clock.now();
      for (let next = pending[head]; next !== undefined; next = pending[head]) {
        if (next.visibleAt > now) break;
        store.add(next.datum, now);
        for (const listener of listeners) listener(next.datum, next.visibleAt);
        head += 1;
      }
      if (head > COMPACT_AFTER) {
        pending = pending.slice(head);
        head = 0;
      }
    },
  };
}

const sourceOf = ({ namespace, dimensions }: Datum): string =>
  `${namespace} ${dimensions.map(({ name, value }) => `${name}=${value}`).join(',')}`;

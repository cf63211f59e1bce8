// What services count as they go. Counts stay in their minutes, and nobody pays for what nobody looks at:
// only metrics that an alarm watches or somebody asks for are handed over, with all that they have had so far.
import type { Meter, MeterOptions } from '../../../host/peers.ts';
import type { ServiceHost } from '../../../host/service.ts';
import type { Datum, Dimensions, MetricId } from './metric-store.ts';

export interface Meters {
  meter(options: MeterOptions): Meter;
  /** Hands over what ended minutes have of these metrics and was not handed over before. */
  collect(wanted: Wanted, send: Send): void;
}

/** Which metrics somebody is about to read. */
export type Wanted = readonly MetricId[] | 'all';

type Send = (datum: Datum, visibleAt: number) => void;

interface Minute {
  readonly at: number;
  readonly samples: Map<string, Samples>;
  visibleAt: number;
}

interface Samples {
  readonly unit: string;
  /** Equal values in a row are counted. */
  readonly values: { value: number; count: number }[];
}

interface Counted extends Pick<MeterOptions, 'namespace' | 'catchUp'> {
  readonly views: readonly Dimensions[];
  readonly names: Set<string>;
  readonly minutes: Minute[];
  /** By view and metric: how many minutes were handed over. */
  readonly handedOver: Map<string, number>;
  /** Of how many minutes it is known when they are visible. */
  dated: number;
  readonly draw: () => number;
}

/** No delay is documented. These agree with what users of load balancer metrics report. */
export const SERVICE_DELAY_MS = { median: 75_000, p99: 180_000 };
const MINUTE_MS = 60_000;
/** What nobody has asked for in a day of activity is forgotten, in blocks. */
const MINUTES_KEPT = 24 * 60;
const MINUTES_BLOCK = 240;

export function createMeters(host: ServiceHost): Meters {
  const random = host.random.fork('meters');
  const namespaces = new Set<string>();
  const byView = new Map<string, { readonly record: Counted; readonly view: Dimensions }[]>();
  const records: Counted[] = [];

  function register(record: Counted): void {
    records.push(record);
    namespaces.add(record.namespace);
    for (const view of record.views) {
      const key = viewKey(record.namespace, view);
      const sameView = byView.get(key);
      if (sameView === undefined) byView.set(key, [{ record, view }]);
      else sameView.push({ record, view });
    }
  }

  function handOver(record: Counted, view: Dimensions, metricName: string, send: Send): void {
    const key = `${record.views.indexOf(view)} ${metricName}`;
    const now = host.clock.now();
    let next = record.handedOver.get(key) ?? 0;
    for (; next < record.minutes.length; next += 1) {
      const minute = record.minutes[next];
      if (minute === undefined || minute.at + MINUTE_MS > now) break;
      const samples = minute.samples.get(metricName);
      if (samples === undefined) continue;
      const { namespace } = record;
      const { at } = minute;
      const id = { namespace, metricName, dimensions: view };
      send({ ...id, at, ...samples, highResolution: false }, visibleAt(record, next));
    }
    record.handedOver.set(key, next);
  }

  return {
    meter({ namespace, dimensions, arrivalMs = SERVICE_DELAY_MS, catchUp }) {
      const views = dimensions.map(toDimensions);
      const own = random.fork(views.map((view) => viewKey(namespace, view)).join('\n'));
      const record: Counted = {
        namespace,
        ...(catchUp === undefined ? {} : { catchUp }),
        views,
        names: new Set(),
        minutes: [],
        handedOver: new Map(),
        dated: 0,
        draw: () => own.logNormal(arrivalMs.median, arrivalMs.p99),
      };
      register(record);
      return {
        add: (metricName, unit, value, at = host.clock.now()) => {
          record.names.add(metricName);
          const { samples } = minuteFor(record, Math.floor(at / MINUTE_MS) * MINUTE_MS);
          const known = samples.get(metricName);
          if (known === undefined) samples.set(metricName, { unit, values: [{ value, count: 1 }] });
          else addTo(known.values, value);
        },
      };
    },
    collect(wanted, send) {
      if (wanted === 'all') {
        for (const record of records) {
          record.catchUp?.();
          for (const view of record.views) {
            for (const name of record.names) handOver(record, view, name, send);
          }
        }
        return;
      }
      for (const { namespace, metricName, dimensions } of wanted) {
        if (!namespaces.has(namespace)) continue;
        for (const { record, view } of byView.get(viewKey(namespace, dimensions)) ?? []) {
          record.catchUp?.();
          handOver(record, view, metricName, send);
        }
      }
    },
  };
}

function addTo(values: Samples['values'], value: number): void {
  const last = values.at(-1);
  if (last?.value === value) last.count += 1;
  else values.push({ value, count: 1 });
}

/** Minutes follow one another: what comes late counts in the newest. */
function minuteFor(record: Counted, at: number): Minute {
  const { minutes } = record;
  const last = minutes.at(-1);
  if (last !== undefined && at <= last.at) return last;
  const minute = { at, samples: new Map(), visibleAt: 0 };
  minutes.push(minute);
  if (minutes.length > MINUTES_KEPT + MINUTES_BLOCK) forget(record);
  return minute;
}

function forget(record: Counted): void {
  record.minutes.splice(0, MINUTES_BLOCK);
  record.dated = Math.max(0, record.dated - MINUTES_BLOCK);
  for (const [key, count] of record.handedOver) {
    record.handedOver.set(key, Math.max(0, count - MINUTES_BLOCK));
  }
}

/** Minutes of one resource arrive in order, and all that they have together: whoever asks, and whenever. */
function visibleAt(record: Counted, index: number): number {
  const { minutes } = record;
  for (; record.dated <= index; record.dated += 1) {
    const minute = minutes[record.dated];
    if (minute === undefined) break;
    const before = minutes[record.dated - 1]?.visibleAt ?? 0;
    minute.visibleAt = Math.max(before, minute.at + MINUTE_MS + record.draw());
  }
  return minutes[index]?.visibleAt ?? 0;
}

const toDimensions = (dimensions: Readonly<Record<string, string>>): Dimensions =>
  Object.entries(dimensions).map(([name, value]) => ({ name, value }));

const viewKey = (namespace: string, dimensions: Dimensions): string =>
  [namespace, ...dimensions.map(({ name, value }) => `${name}\u0001${value}`).sort()].join(
    '\u0000',
  );

// All metrics of a region, by namespace, name and dimensions.
import { addStatistics, addValue, type Bucket, type StatisticValues } from './bucket.ts';
import { bucketsFor, createSeries, readSeries, type Series } from './series.ts';

export type Dimensions = readonly { readonly name: string; readonly value: string }[];

export interface MetricId {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Dimensions;
}

export interface Datum extends MetricId {
  /** The time that the datum describes. */
  readonly at: number;
  readonly unit: string;
  readonly highResolution: boolean;
  readonly values: readonly { readonly value: number; readonly count: number }[];
  readonly statistics?: StatisticValues;
}

export interface Metric {
  readonly id: MetricId;
  readonly byUnit: Map<string, Series>;
  lastArrivalMs: number;
}

export interface MetricStore {
  add(datum: Datum, now: number): void;
  find(id: MetricId): Metric | undefined;
  all(): Iterable<Metric>;
}

export function createMetricStore(): MetricStore {
  const metrics = new Map<string, Metric>();
  return {
    add(datum, now) {
      const key = metricKey(datum);
      const metric = metrics.get(key) ?? { id: idOf(datum), byUnit: new Map(), lastArrivalMs: now };
      metrics.set(key, metric);
      metric.lastArrivalMs = now;
      const series = metric.byUnit.get(datum.unit) ?? createSeries();
      metric.byUnit.set(datum.unit, series);
      for (const bucket of bucketsFor(series, datum.at, datum.highResolution)) {
        for (const { value, count } of datum.values) addValue(bucket, value, count);
        if (datum.statistics !== undefined) addStatistics(bucket, datum.statistics);
      }
    },
    find: (id) => metrics.get(metricKey(id)),
    all: () => metrics.values(),
  };
}

/** The units of a metric, in the order in which CloudWatch names them. */
export const unitsOf = (metric: Metric): string[] => [...metric.byUnit.keys()].sort();

/**
 * Units are never mixed. Where a query names none and there are several, CloudWatch answers with one
 * of them and a warning; observed answers pick the first by name.
 */
export function seriesOf(metric: Metric | undefined, unit: string | undefined): Series | undefined {
  if (metric === undefined) return undefined;
  if (unit !== undefined) return metric.byUnit.get(unit);
  if (metric.byUnit.size > 1) return metric.byUnit.get(unitsOf(metric)[0] ?? '');
  for (const series of metric.byUnit.values()) return series;
  return undefined;
}

export const readMetric = (
  series: Series | undefined,
  fromMs: number,
  untilMs: number,
): Bucket | undefined => (series === undefined ? undefined : readSeries(series, fromMs, untilMs));

export function metricKey({ namespace, metricName, dimensions }: MetricId): string {
  const pairs = dimensions.map(({ name, value }) => `${name}\u0001${value}`).sort();
  return `${namespace}\u0000${metricName}\u0000${pairs.join('\u0000')}`;
}

const idOf = ({ namespace, metricName, dimensions }: MetricId): MetricId => ({
  namespace,
  metricName,
  dimensions,
});

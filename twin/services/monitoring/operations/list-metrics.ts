// ListMetrics: the metrics that have had data.
import type { DimensionFilter } from '@aws-sdk/client-cloudwatch';
import type { ServiceHost } from '../../../host/service.ts';
import type { Arrivals } from '../data/arrivals.ts';
import type { Dimensions, MetricStore } from '../data/metric-store.ts';
import { page } from '../paging.ts';
import type { Handlers } from '../sdk.ts';

const PAGE_SIZE = 500;
const LISTED_MS = 14 * 24 * 60 * 60 * 1_000;
const RECENT_MS = 3 * 60 * 60 * 1_000;

export const listMetrics = (
  host: ServiceHost,
  store: MetricStore,
  arrivals: Arrivals,
): Handlers => ({
  ListMetrics({ Namespace, MetricName, Dimensions = [], NextToken, RecentlyActive }) {
    arrivals.takeIn('all');
    const since = host.clock.now() - (RecentlyActive === 'PT3H' ? RECENT_MS : LISTED_MS);
    const found = [...store.all()].filter(
      ({ id, lastArrivalMs }) =>
        lastArrivalMs >= since &&
        (Namespace === undefined || id.namespace === Namespace) &&
        (MetricName === undefined || id.metricName === MetricName) &&
        Dimensions.every((filter) => hasDimension(id.dimensions, filter)),
    );
    const { items, nextToken } = page(found, PAGE_SIZE, NextToken);
    return {
      Metrics: items.map(({ id }) => ({
        Namespace: id.namespace,
        MetricName: id.metricName,
        Dimensions: id.dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
      })),
      NextToken: nextToken,
    };
  },
});

const hasDimension = (dimensions: Dimensions, { Name, Value }: DimensionFilter): boolean =>
  dimensions.some(({ name, value }) => name === Name && (Value === undefined || value === Value));

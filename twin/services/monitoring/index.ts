// CloudWatch: metrics that arrive late, statistics, metric math, alarms and dashboards.
import type { MonitoringPeer } from '../../host/peers.ts';
import { defineService } from '../../host/service.ts';
import { createHistory } from './alarms/history.ts';
import type { Alarm } from './alarms/model.ts';
import { createRegistry } from './alarms/registry.ts';
import { createTicker } from './alarms/ticker.ts';
import { createTransitions } from './alarms/transitions.ts';
import { createArrivals } from './data/arrivals.ts';
import { createEmbedded } from './data/embedded.ts';
import { createMetricStore } from './data/metric-store.ts';
import { changeAlarms } from './operations/change-alarms.ts';
import { dashboards } from './operations/dashboards.ts';
import { describeAlarms } from './operations/describe-alarms.ts';
import { getMetricData } from './operations/get-metric-data.ts';
import { getMetricStatistics } from './operations/get-metric-statistics.ts';
import { listMetrics } from './operations/list-metrics.ts';
import { putAlarms } from './operations/put-alarms.ts';
import { putMetricData } from './operations/put-metric-data.ts';
import { tags } from './operations/tags.ts';
import type { Sdk } from './sdk.ts';

export const monitoring = defineService<Sdk, MonitoringPeer>({
  id: 'monitoring',
  load: () => import('@aws-sdk/client-cloudwatch'),
  create(host) {
    const store = createMetricStore();
    const arrivals = createArrivals(host, store);
    const alarms = new Map<string, Alarm>();
    const history = createHistory();
    const transitions = createTransitions(host, alarms, history);
    const ticker = createTicker({ host, alarms, store, arrivals, transitions });
    const registry = createRegistry(host, alarms, history, ticker);
    return {
      operations: {
        ...putMetricData(host, arrivals),
        ...getMetricData(store, arrivals),
        ...getMetricStatistics(store, arrivals),
        ...listMetrics(host, store, arrivals),
        ...putAlarms(host, registry, transitions),
        ...changeAlarms(registry, transitions),
        ...describeAlarms(host, alarms, history),
        ...tags(alarms),
        ...dashboards(host),
      },
      peer: {
        meter: arrivals.meter,
        readLine: createEmbedded(arrivals.meter),
        watch: (listener) =>
          arrivals.watch(({ namespace, metricName, at, dimensions, values }, visibleAt) => {
            const named = dimensions.map(({ name, value }) => [name, value]);
            const datum = {
              namespace,
              metricName,
              at,
              dimensions: Object.fromEntries(named),
              values,
            };
            listener(datum, visibleAt);
          }),
        publish({ dimensions, ...datum }) {
          arrivals.fromService({
            ...datum,
            dimensions: Object.entries(dimensions).map(([name, value]) => ({ name, value })),
            highResolution: false,
          });
        },
      },
    };
  },
});

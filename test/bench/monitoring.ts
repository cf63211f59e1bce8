/** Benchmarks of CloudWatch: each function does one unit of work, so its rate is units per second. */

import { events } from '../../twin/services/events/index.ts';
import { evaluateAlarm } from '../../twin/services/monitoring/alarms/evaluation.ts';
import type { MetricAlarm } from '../../twin/services/monitoring/alarms/model.ts';
import { planAlarm } from '../../twin/services/monitoring/alarms/plan.ts';
import { createMetricStore } from '../../twin/services/monitoring/data/metric-store.ts';
import { monitoring } from '../../twin/services/monitoring/index.ts';
import { startTwin } from '../twin/support/start-twin.ts';

const MINUTE_MS = 60_000;
const SERVICES = 25;
const NOW = Date.UTC(2027, 0, 11, 12, 0, 0);

const store = createMetricStore();
for (let service = 0; service < SERVICES; service += 1) {
  for (let minute = 1; minute <= 60; minute += 1) {
    for (const metricName of ['Requests', 'Errors', 'Latency']) {
      const values = Array.from({ length: 20 }, (_, index) => ({ value: index / 20, count: 5 }));
      store.add({ ...metricOf(service, metricName), at: NOW - minute * MINUTE_MS, values }, NOW);
    }
  }
}
const thresholdAlarms = alarms((service) => ({
  ...single(service, 'Errors'),
  Statistic: 'Sum' as const,
}));
const percentileAlarms = alarms((service) => ({
  ...single(service, 'Latency'),
  ExtendedStatistic: 'p95',
}));
const rateAlarms = alarms((service) => ({ Metrics: rate(service) }));

/** One look of an alarm on a sum. */
export const evaluateThresholdAlarm = takingTurns(thresholdAlarms);

/** One look of an alarm on a percentile. */
export const evaluatePercentileAlarm = takingTurns(percentileAlarms);

/** One look of an alarm on an error rate by metric math. */
export const evaluateRateAlarm = takingTurns(rateAlarms);

const twin = startTwin({ services: [monitoring, events] });
const ready = Promise.all(
  Array.from({ length: 2 * SERVICES }, (_, index) =>
    twin.twin.call({
      service: 'monitoring',
      operation: 'PutMetricAlarm',
      region: 'us-east-1',
      input: {
        ...common(`alarm-${index}`),
        ...(index % 2 === 0
          ? { ...single(index >> 1, 'Errors'), Statistic: 'Sum' }
          : { Metrics: rate(index >> 1) }),
      },
    }),
  ),
);

/** One virtual minute of 50 alarms whose metrics flow. */
export async function passMinuteWithAlarms(): Promise<void> {
  await ready;
  const peer = twin.twin.peer('monitoring', 'us-east-1');
  const at = Math.floor(twin.clock.now() / MINUTE_MS) * MINUTE_MS;
  for (let service = 0; service < SERVICES; service += 1) {
    for (const metricName of ['Requests', 'Errors']) {
      peer.publish({
        namespace: 'Bench',
        metricName,
        dimensions: { Service: String(service) },
        at,
        unit: 'Count',
        values: [{ value: 1, count: metricName === 'Errors' ? 1 : 100 }],
      });
    }
  }
  await twin.pass(60);
}

function metricOf(service: number, metricName: string) {
  return {
    namespace: 'Bench',
    metricName,
    dimensions: [{ name: 'Service', value: String(service) }],
    unit: 'Count',
    highResolution: false,
  };
}

function single(service: number, MetricName: string) {
  return {
    Namespace: 'Bench',
    MetricName,
    Dimensions: [{ Name: 'Service', Value: String(service) }],
    Period: 60,
  };
}

function rate(service: number) {
  const metric = (Id: string, MetricName: string) => {
    const { Period, ...Metric } = single(service, MetricName);
    return { Id, MetricStat: { Metric, Period, Stat: 'Sum' }, ReturnData: false };
  };
  return [
    metric('errors', 'Errors'),
    metric('requests', 'Requests'),
    { Id: 'rate', Expression: 'IF(requests >= 50, 100 * FILL(errors, 0) / requests, 0)' },
  ];
}

function common(AlarmName: string) {
  return {
    AlarmName,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    Threshold: 1_000_000,
    ComparisonOperator: 'GreaterThanThreshold' as const,
    TreatMissingData: 'notBreaching',
  };
}

function alarms(configure: (service: number) => object): MetricAlarm[] {
  return Array.from({ length: SERVICES }, (_, service) => {
    const input = { ...common(`alarm-${service}`), ...configure(service) };
    return {
      kind: 'metric',
      name: input.AlarmName,
      arn: '',
      metricId: '',
      configuredAt: NOW,
      actionsEnabled: true,
      state: { value: 'OK', reason: '', updatedAt: NOW, transitionedAt: NOW },
      tags: new Map(),
      input,
      plan: planAlarm(input),
      idle: false,
    };
  });
}

function takingTurns(list: readonly MetricAlarm[]): () => unknown {
  let turn = 0;
  return () => {
    const alarm = list[turn % list.length];
    turn += 1;
    if (alarm === undefined) throw new Error('there is nothing to measure');
    return evaluateAlarm(alarm, store, NOW + 30_000);
  };
}

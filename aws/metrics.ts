// CloudWatch: the samples that a judge needs, per version where AWS splits them, and the state of alarms.
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmReading } from '../core/analysis/judge.ts';
import type { Metric, Sample } from '../core/analysis/threshold.ts';
import { type Instant, startOfMinute, toInstant } from '../core/contract/instant.ts';
import type { Site, SiteSlot } from '../core/contract/site.ts';
import { explainAlarm } from '../core/rollback/readable-reason.ts';
import { clientSettings } from './client-settings.ts';
import { isNamed } from './failure.ts';

export interface Series {
  readonly samples: Readonly<Partial<Record<Metric, readonly Sample[]>>>;
  /** Requests that the candidate answered; null when CloudWatch did not answer. */
  readonly requests: number | null;
}

export interface SeriesQuery {
  readonly site: Site;
  readonly slot: SiteSlot;
  readonly metrics: readonly Metric[];
  /** Requests count from here on; samples from the minute on in which this lies. */
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Metrics {
  /** The samples of these metrics, and the requests in any case: each series that is read costs. */
  series(query: SeriesQuery): Promise<Series>;
  /** One reading for each name, in order: also for those that do not exist or could not be read. */
  alarms(names: readonly string[]): Promise<readonly AlarmReading[]>;
}

const PERIOD_SECONDS = 60;
/** DescribeAlarms takes at most 100 names. */
const NAMES_PER_CALL = 100;

export function openMetrics(client = new CloudWatchClient(clientSettings())): Metrics {
  return {
    async series({ site, slot, metrics, fromMs, toMs }) {
      const command = new GetMetricDataCommand({
        StartTime: new Date(startOfMinute(toInstant(fromMs))),
        EndTime: new Date(toMs),
        ScanBy: 'TimestampAscending',
        MetricDataQueries: queries(site, slot, metrics),
      });
      const { MetricDataResults = [] } = await client.send(command);
      return toSeries(MetricDataResults, metrics, fromMs);
    },
    async alarms(names) {
      const chunks = Array.from({ length: Math.ceil(names.length / NAMES_PER_CALL) }, (_, index) =>
        names.slice(index * NAMES_PER_CALL, (index + 1) * NAMES_PER_CALL),
      );
      return (await Promise.all(chunks.map((chunk) => readAlarms(client, chunk)))).flat();
    },
  };
}

async function readAlarms(
  client: CloudWatchClient,
  names: readonly string[],
): Promise<readonly AlarmReading[]> {
  try {
    const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
      new DescribeAlarmsCommand({
        AlarmNames: [...names],
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      }),
    );
    const found = new Map(
      [...MetricAlarms, ...CompositeAlarms].map((each) => [each.AlarmName, each]),
    );
    return names.map((name) => {
      const alarm = found.get(name);
      return {
        name,
        state: alarm === undefined ? 'MISSING' : (alarm.StateValue ?? 'INSUFFICIENT_DATA'),
        reason: explainAlarm(name, alarm?.StateReasonData ?? '') ?? alarm?.StateReason ?? '',
        since: instantOf(alarm?.StateTransitionedTimestamp),
      };
    });
  } catch (error) {
    if (isNamed(error, 'AccessDenied', 'AccessDeniedException')) throw error;
    const reason = error instanceof Error ? error.name : 'unknown';
    return names.map((name) => ({ name, state: 'UNREADABLE', reason, since: null }));
  }
}

const instantOf = (time: Date | undefined): Instant | null =>
  time === undefined ? null : toInstant(time.getTime());

function queries(site: Site, slot: SiteSlot, metrics: readonly Metric[]): MetricDataQuery[] {
  const group = [
    { Name: 'LoadBalancer', Value: site.loadBalancerMetricName },
    { Name: 'TargetGroup', Value: site.targetGroups[slot].metricName },
  ];
  const service = [
    { Name: 'ClusterName', Value: site.clusterName },
    { Name: 'ServiceName', Value: site.serviceName },
  ];
  const alb = (Id: string, MetricName: string, Stat: string) =>
    query({ Id, Namespace: 'AWS/ApplicationELB', MetricName, Stat, Dimensions: group });
  const ecs = (Id: string, MetricName: string) =>
    // ECS mixes both versions: only the busiest task can show what a small candidate does.
    query({ Id, Namespace: 'AWS/ECS', MetricName, Stat: 'Maximum', Dimensions: service });
  const needed: Readonly<Record<Metric, readonly MetricDataQuery[]>> = {
    'error-rate': [
      alb('errors', 'HTTPCode_Target_5XX_Count', 'Sum'),
      alb('refused', 'TargetConnectionErrorCount', 'Sum'),
    ],
    'latency-p95': [alb('latency', 'TargetResponseTime', 'p95')],
    'failed-health-checks': [alb('unhealthy', 'UnHealthyHostCount', 'Maximum')],
    cpu: [ecs('cpu', 'CPUUtilization')],
    memory: [ecs('memory', 'MemoryUtilization')],
  };
  return [alb('requests', 'RequestCount', 'Sum'), ...metrics.flatMap((metric) => needed[metric])];
}

const query = (options: {
  Id: string;
  Namespace: string;
  MetricName: string;
  Stat: string;
  Dimensions: { Name: string; Value: string }[];
}): MetricDataQuery => ({
  Id: options.Id,
  MetricStat: {
    Metric: {
      Namespace: options.Namespace,
      MetricName: options.MetricName,
      Dimensions: options.Dimensions,
    },
    Period: PERIOD_SECONDS,
    Stat: options.Stat,
  },
});

type Points = ReadonlyMap<number, number>;

function toSeries(
  results: readonly MetricDataResult[],
  metrics: readonly Metric[],
  fromMs: number,
): Series {
  const points = (id: string): Points => {
    const result = results.find((each) => each.Id === id);
    const pairs = (result?.Timestamps ?? []).map((time, index): [number, number] => [
      time.getTime(),
      result?.Values?.[index] ?? 0,
    ]);
    return new Map(pairs);
  };
  const requests = points('requests');
  const [errors, refused] = [points('errors'), points('refused')];
  const level = (id: string, factor = 1): Sample[] =>
    [...points(id)].map(([time, value]) => ({
      kind: 'level',
      at: toInstant(time),
      value: value * factor,
    }));
  const samples: Readonly<Record<Metric, readonly Sample[]>> = {
    'error-rate': [...requests].map(([time, total]) => ({
      kind: 'ratio',
      at: toInstant(time),
      // Counts of errors are published only when there are some.
      bad: Math.min(total, (errors.get(time) ?? 0) + (refused.get(time) ?? 0)),
      total,
    })),
    'latency-p95': level('latency', 1000),
    cpu: level('cpu'),
    memory: level('memory'),
    'failed-health-checks': [...points('unhealthy')].map(([time, value]) => ({
      kind: 'run',
      at: toInstant(time),
      failed: value > 0,
    })),
  };
  return {
    // The minute in which the weight was set began without it.
    requests: [...requests].reduce((sum, [time, value]) => sum + (time < fromMs ? 0 : value), 0),
    // What was not asked for is absent, and not without data.
    samples: Object.fromEntries(metrics.map((metric) => [metric, samples[metric]])),
  };
}

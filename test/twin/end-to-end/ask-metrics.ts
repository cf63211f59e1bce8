// What CloudWatch says about the tickets' load balancer.
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Twin } from '../../../twin/twin.ts';
import { NAMES } from './app.ts';

export function askMetrics(twin: Twin) {
  const cloudwatch = twin.client(CloudWatchClient);
  return {
    /** Sums by minute of a target group's metric, from a time until now; minutes without data are missing. */
    async sums(metricName: string, group: string, fromMs: number): Promise<readonly number[]> {
      const { Metrics = [] } = await cloudwatch.send(
        new ListMetricsCommand({ Namespace: 'AWS/ApplicationELB', MetricName: metricName }),
      );
      const Metric = Metrics.find(
        ({ Dimensions = [] }) =>
          Dimensions.length === 2 &&
          Dimensions.some(({ Value }) => Value?.startsWith(`targetgroup/${group}/`)),
      );
      if (Metric === undefined) return [];
      const { MetricDataResults } = await cloudwatch.send(
        new GetMetricDataCommand({
          StartTime: new Date(fromMs),
          EndTime: twin.clock.date(),
          ScanBy: 'TimestampAscending',
          MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
        }),
      );
      return MetricDataResults?.[0]?.Values ?? [];
    },
    async alarm(): Promise<string | undefined> {
      const { MetricAlarms } = await cloudwatch.send(
        new DescribeAlarmsCommand({ AlarmNames: [NAMES.alarm] }),
      );
      return MetricAlarms?.[0]?.StateValue;
    },
  };
}

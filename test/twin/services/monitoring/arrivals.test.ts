import { GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { START_MS, startMonitoring } from './start-monitoring.ts';

const MINUTE_MS = 60_000;

describe('data of AWS services', () => {
  const lateness = async (seed: number, minutes: number) => {
    const { cloudwatch, send, publish, pass, now } = startMonitoring({ seed });
    for (let minute = 0; minute < minutes; minute += 1) {
      publish({ at: START_MS + minute * MINUTE_MS });
    }
    const seenAt: number[] = [];
    while (seenAt.length < minutes) {
      await pass(10);
      const { MetricDataResults } = await send(
        cloudwatch.send(
          new GetMetricDataCommand({
            StartTime: new Date(START_MS),
            EndTime: new Date(START_MS + minutes * MINUTE_MS),
            ScanBy: 'TimestampAscending',
            MetricDataQueries: [
              {
                Id: 'm1',
                MetricStat: {
                  Metric: {
                    Namespace: 'AWS/ApplicationELB',
                    MetricName: 'HTTPCode_Target_5XX_Count',
                    Dimensions: [{ Name: 'TargetGroup', Value: 'blue' }],
                  },
                  Period: 60,
                  Stat: 'Sum',
                },
              },
            ],
          }),
        ),
      );
      const visible = MetricDataResults?.[0]?.Timestamps ?? [];
      // In order: what can be seen is always the first minutes, without a gap.
      expect(visible.map((time) => time.getTime())).toEqual(
        visible.map((_, index) => START_MS + index * MINUTE_MS),
      );
      while (seenAt.length < visible.length) seenAt.push(now());
    }
    return seenAt.map((at, minute) => (at - START_MS) / 1_000 - (minute + 1) * 60);
  };

  test('arrive a minute or three after the minute that they describe, and in order', async () => {
    const seconds = await lateness(7, 60);
    const sorted = [...seconds].sort((a, b) => a - b);
    expect(sorted[30]).toBeGreaterThan(50);
    expect(sorted[30]).toBeLessThan(130);
    expect(Math.min(...seconds)).toBeGreaterThan(20);
  });

  test('of one resource and minute arrive together', async () => {
    const { publish, pass, cloudwatch, send } = startMonitoring();
    for (const metricName of ['Requests', 'Errors']) publish({ at: START_MS, metricName });
    const counts = new Set<number>();
    for (let second = 0; second < 400; second += 1) {
      await pass(1);
      const { Metrics } = await send(cloudwatch.send(new ListMetricsCommand({})));
      counts.add(Metrics?.length ?? 0);
    }
    expect([...counts]).toEqual([0, 2]);
  });

  test('arrive at other times with another seed, and at the same with the same', async () => {
    expect(await lateness(7, 5)).toEqual(await lateness(7, 5));
    expect(await lateness(7, 5)).not.toEqual(await lateness(8, 5));
  });

  test('do not come at all, or come late, when a fault says so', async () => {
    const { twin, publish, pass, cloudwatch, send } = startMonitoring();
    twin.faults.add({ hook: 'metric', fault: 'missing', metricName: 'Lost' });
    twin.faults.add({ hook: 'metric', fault: 'late', metricName: 'Late', delayMs: 1_800_000 });
    for (const metricName of ['Lost', 'Late', 'Fine']) publish({ at: START_MS, metricName });
    const listed = async () => {
      const { Metrics } = await send(cloudwatch.send(new ListMetricsCommand({})));
      return Metrics?.map(({ MetricName }) => MetricName);
    };
    await pass(600);
    expect(await listed()).toEqual(['Fine']);
    await pass(1_800);
    expect(await listed()).toEqual(['Fine', 'Late']);
  });
});

import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { openMetrics } from '../../aws/metrics.ts';
import { metrics as allMetrics, type Metric } from '../../core/analysis/threshold.ts';
import type { Site } from '../../core/contract/site.ts';
import { failure, scriptedClient } from './scripted-client.ts';

const minute = (index: number) => new Date(Date.UTC(2027, 0, 11, 9, index));
const group = (name: string) => ({ arn: name, name, metricName: `targetgroup/${name}` });
const site = {
  loadBalancerMetricName: 'app/name/id',
  clusterName: 'cluster',
  serviceName: 'service',
  targetGroups: { a: group('a'), b: group('b') },
} as Site;

type Points = readonly (readonly [minute: number, value: number])[];

function play(series: Readonly<Record<string, Points>>) {
  const MetricDataResults = Object.entries(series).map(([Id, points]) => ({
    Id,
    Timestamps: points.map(([index]) => minute(index)),
    Values: points.map(([, value]) => value),
  }));
  const { client, inputsOf } = scriptedClient<CloudWatchClient>({
    GetMetricData: [{ MetricDataResults }],
  });
  const read = (metrics: readonly Metric[], from = minute(0)) => {
    const span = { fromMs: from.getTime(), toMs: minute(5).getTime() };
    return openMetrics(client).series({ site, slot: 'b', metrics, ...span });
  };
  return { read, inputsOf };
}

const alarmsWith = (answer: object | Error) => {
  const { client, inputsOf } = scriptedClient<CloudWatchClient>({ DescribeAlarms: [answer] });
  return { read: openMetrics(client).alarms, inputsOf };
};

describe('samples', () => {
  it("are asked for one by one, of the candidate's own target group", async () => {
    const { read, inputsOf } = play({});
    await read(['error-rate']);
    const [{ MetricDataQueries: queries }] = inputsOf('GetMetricData');
    expect(queries).toMatchObject([{ Id: 'requests' }, { Id: 'errors' }, { Id: 'refused' }]);
    for (const { MetricStat } of queries) {
      expect(MetricStat.Metric.Dimensions).toContainEqual({
        Name: 'TargetGroup',
        Value: 'targetgroup/b',
      });
    }
  });

  it('are in the units of a plan, and errors that were not published are none', async () => {
    const { read } = play({
      requests: [
        [0, 100],
        [1, 50],
      ],
      errors: [[1, 5]],
      refused: [[1, 70]],
      latency: [[0, 1.5]],
      cpu: [[0, 80]],
      unhealthy: [
        [0, 0],
        [1, 2],
      ],
    });
    const { samples, requests } = await read(allMetrics);
    expect(requests).toBe(150);
    expect(samples['error-rate']).toMatchObject([
      { bad: 0, total: 100 },
      { bad: 50, total: 50 },
    ]);
    expect(samples['latency-p95']).toMatchObject([{ value: 1500 }]);
    expect(samples.cpu).toMatchObject([{ kind: 'level', value: 80 }]);
    expect(samples.memory).toEqual([]);
    expect(samples['failed-health-checks']).toMatchObject([{ failed: false }, { failed: true }]);
  });

  it('of the minute in which the weight was set are told, and their requests not counted', async () => {
    const { read } = play({
      requests: [
        [0, 100],
        [1, 50],
      ],
    });
    const told = await read(['error-rate'], new Date(minute(0).getTime() + 20_000));
    expect(told.requests).toBe(50);
    expect(told.samples['error-rate']).toMatchObject([{ total: 100 }, { total: 50 }]);
  });
});

describe('alarms', () => {
  const state = { StateValue: 'ALARM' as const, StateReason: 'Threshold Crossed' };

  it('are told in order, also those that do not exist', async () => {
    const StateTransitionedTimestamp = new Date('2027-01-11T09:14:00.500Z');
    const b = { AlarmName: 'b', ...state, StateTransitionedTimestamp };
    const { read } = alarmsWith({ MetricAlarms: [b] });
    expect(await read(['a', 'b'])).toEqual([
      { name: 'a', state: 'MISSING', reason: '', since: null },
      { name: 'b', state: 'ALARM', reason: 'Threshold Crossed', since: '2027-01-11T09:14:00.500Z' },
    ]);
  });

  it('are asked for a hundred at a time', async () => {
    const { read, inputsOf } = alarmsWith({});
    const names = Array.from({ length: 250 }, (_, index) => `alarm-${index}`);
    expect(await read(names)).toHaveLength(250);
    expect(inputsOf('DescribeAlarms')).toHaveLength(3);
  });

  it('that nobody can read are unknown, unless a permission is missing', async () => {
    const throttled = alarmsWith(failure('ThrottlingException'));
    expect(await throttled.read(['a'])).toEqual([
      { name: 'a', state: 'UNREADABLE', reason: 'ThrottlingException', since: null },
    ]);
    const denied = alarmsWith(failure('AccessDenied'));
    await expect(denied.read(['a'])).rejects.toThrow('AccessDenied');
  });

  it('say a breach in the words of the plan', async () => {
    const name = 'spillway/auth-service/production/b/latency-p95';
    const StateReasonData = JSON.stringify({
      period: 60,
      threshold: 1,
      evaluatedDatapoints: [{ timestamp: '2027-01-11T09:14:00.000+0000', value: 2.5 }],
    });
    const { read } = alarmsWith({ MetricAlarms: [{ AlarmName: name, ...state, StateReasonData }] });
    expect(await read([name])).toMatchObject([
      { reason: 'latency p95 2500 ms, above 1000 ms, 1 min from 09:14 UTC' },
    ]);
  });
});

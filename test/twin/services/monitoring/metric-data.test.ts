import {
  type CloudWatchClient,
  DeleteDashboardsCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  GetMetricStatisticsCommand,
  ListDashboardsCommand,
  ListMetricsCommand,
  ListTagsForResourceCommand,
  type MetricDataQuery,
  type MetricDatum,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { alarmInput, START_MS, startMonitoring } from './start-monitoring.ts';

const Namespace = 'Shop';
const MINUTE_MS = 60_000;

const stat = (
  overrides: { Id?: string; Stat?: string; Period?: number } = {},
): MetricDataQuery => ({
  Id: overrides.Id ?? 'm1',
  MetricStat: {
    Metric: { Namespace, MetricName: 'Latency' },
    Period: overrides.Period ?? 60,
    Stat: overrides.Stat ?? 'Sum',
  },
});

function start() {
  const world = startMonitoring();
  const { cloudwatch, send, pass } = world;
  return {
    ...world,
    /** Publishes data and waits until they are visible. */
    put: async (...MetricData: MetricDatum[]) => {
      await send(cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData })));
      await pass(30);
    },
    get: (MetricDataQueries: MetricDataQuery[], more: Partial<GetMetricDataCommandInput> = {}) =>
      query(cloudwatch, send, MetricDataQueries, more),
  };
}

async function query(
  cloudwatch: CloudWatchClient,
  send: ReturnType<typeof startMonitoring>['send'],
  MetricDataQueries: MetricDataQuery[],
  more: Partial<GetMetricDataCommandInput>,
) {
  return await send(
    cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(START_MS),
        EndTime: new Date(START_MS + 10 * MINUTE_MS),
        ScanBy: 'TimestampAscending',
        MetricDataQueries,
        ...more,
      }),
    ),
  );
}

const latency = (minute: number, ...Values: number[]): MetricDatum => ({
  MetricName: 'Latency',
  Timestamp: new Date(START_MS + minute * MINUTE_MS),
  Values,
});

describe('metric data', () => {
  test('become visible within seconds, not at once', async () => {
    const { cloudwatch, send, get, pass } = start();
    await send(
      cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData: [latency(0, 1)] })),
    );
    expect((await get([stat()])).MetricDataResults?.[0]?.Values).toEqual([]);
    await pass(30);
    expect((await get([stat()])).MetricDataResults?.[0]?.Values).toEqual([1]);
  });

  test('are aggregated by period from the start of the request', async () => {
    const { put, get } = start();
    await put(latency(0, 1, 2), latency(1, 3), latency(5, 10));
    const { MetricDataResults } = await get([stat({ Period: 120 })]);
    expect(MetricDataResults?.[0]).toMatchObject({
      Label: 'Latency',
      StatusCode: 'Complete',
      Values: [6, 10],
      Timestamps: [new Date(START_MS), new Date(START_MS + 4 * MINUTE_MS)],
    });
  });

  test('come newest first unless asked otherwise', async () => {
    const { put, get } = start();
    await put(latency(0, 1), latency(1, 2));
    const { MetricDataResults } = await get([stat()], { ScanBy: undefined });
    expect(MetricDataResults?.[0]?.Values).toEqual([2, 1]);
  });

  test('are told apart in labels by what differs', async () => {
    const { get } = start();
    const { MetricDataResults } = await get([
      stat({ Id: 'a', Stat: 'Sum' }),
      stat({ Id: 'b', Stat: 'Minimum', Period: 120 }),
    ]);
    expect(MetricDataResults?.map(({ Label }) => Label)).toEqual([
      'Latency Sum 60',
      'Latency Minimum 120',
    ]);
  });

  test('enter expressions, and stay out of the answer when asked', async () => {
    const { put, get } = start();
    await put(latency(0, 1, 3), latency(1, 5));
    const { MetricDataResults } = await get([
      { ...stat({ Id: 'sum' }), ReturnData: false },
      { ...stat({ Id: 'count', Stat: 'SampleCount' }), ReturnData: false },
      { Id: 'mean', Expression: 'sum / count', Label: 'Mean' },
    ]);
    expect(MetricDataResults).toMatchObject([{ Id: 'mean', Label: 'Mean', Values: [2, 5] }]);
  });

  test('come in pages', async () => {
    const { put, get } = start();
    await put(latency(0, 1), latency(1, 2), latency(2, 3));
    const first = await get([stat()], { MaxDatapoints: 2 });
    expect(first.MetricDataResults?.[0]).toMatchObject({
      Values: [1, 2],
      StatusCode: 'PartialData',
    });
    const second = await get([stat()], { MaxDatapoints: 2, NextToken: first.NextToken });
    expect(second.MetricDataResults?.[0]).toMatchObject({ Values: [3], StatusCode: 'Complete' });
    expect(second.NextToken).toBeUndefined();
  });

  test('of several units are never mixed, and the answer warns', async () => {
    const { put, get } = start();
    await put(
      { ...latency(0, 5), Unit: 'Seconds' },
      { ...latency(0, 60_000), Unit: 'Milliseconds' },
    );
    const { MetricDataResults } = await get([stat()]);
    expect(MetricDataResults?.[0]).toMatchObject({
      Values: [60_000],
      Messages: [
        { Code: 'MultipleUnits', Value: "Multiple units returned: '[Milliseconds, Seconds]'" },
      ],
    });
  });

  test('of high resolution can be read by seconds', async () => {
    const { put, get } = start();
    const at = (second: number, Value: number): MetricDatum => ({
      MetricName: 'Latency',
      Timestamp: new Date(START_MS + second * 1_000),
      Value,
      StorageResolution: 1,
    });
    await put(at(1, 1), at(9, 2), at(12, 4));
    const { MetricDataResults } = await get([stat({ Period: 10 })]);
    expect(MetricDataResults?.[0]?.Values).toEqual([3, 4]);
  });

  test('of one metric can be had with several statistics at once', async () => {
    const { cloudwatch, send, put } = start();
    await put({ ...latency(0, 1, 10), Counts: [2, 4], Unit: 'Count' });
    const answer = await send(
      cloudwatch.send(
        new GetMetricStatisticsCommand({
          Namespace,
          MetricName: 'Latency',
          StartTime: new Date(START_MS),
          EndTime: new Date(START_MS + MINUTE_MS),
          Period: 60,
          Statistics: ['SampleCount', 'Sum', 'Maximum'],
        }),
      ),
    );
    expect(answer).toMatchObject({
      Label: 'Latency',
      Datapoints: [{ SampleCount: 6, Sum: 42, Maximum: 10, Unit: 'Count' }],
    });
  });

  test('make their metric listed', async () => {
    const { cloudwatch, send, put } = start();
    await put({ ...latency(0, 1), Dimensions: [{ Name: 'Version', Value: '1.2.3' }] });
    const { Metrics } = await send(
      cloudwatch.send(new ListMetricsCommand({ Namespace, Dimensions: [{ Name: 'Version' }] })),
    );
    expect(Metrics).toEqual([
      {
        Namespace,
        MetricName: 'Latency',
        Dimensions: [{ Name: 'Version', Value: '1.2.3' }],
      },
    ]);
  });

  test.each<[string, string, MetricDatum, RegExp]>([
    ['a namespace of AWS', 'AWS/ECS', latency(0, 1), /AWS\/ for parameter Namespace is invalid/],
    [
      'a value and values',
      Namespace,
      { ...latency(0, 1), Value: 1 },
      /MetricData\.member\.1\.Value and MetricData\.member\.1\.Values are mutually exclusive/,
    ],
    ['too few counts', Namespace, { ...latency(0, 1, 2), Counts: [1] }, /must be of the same size/],
    ['no value', Namespace, { MetricName: 'Latency' }, /Value/],
    ['a time three weeks ago', Namespace, latency(-21 * 24 * 60, 1), /Timestamp/],
    [
      '151 values',
      Namespace,
      latency(0, ...Array.from({ length: 151 }, (_, index) => index)),
      /150/,
    ],
  ])('are refused with %s', async (_case, namespace, datum, message) => {
    const { cloudwatch, send } = start();
    const put = new PutMetricDataCommand({ Namespace: namespace, MetricData: [datum] });
    await expect(send(cloudwatch.send(put))).rejects.toThrow(message);
  });

  test.each<[string, MetricDataQuery[], RegExp]>([
    [
      'an unknown function',
      [stat(), { Id: 'e1', Expression: 'SEARCH("x")' }],
      /SEARCH is not supported/,
    ],
    ['an unknown id', [{ Id: 'e1', Expression: 'm7 + 1' }], /Undefined variable 'm7'/],
    ['an id twice', [stat(), stat()], /not unique/],
    [
      'a cycle',
      [
        { Id: 'e1', Expression: 'e2' },
        { Id: 'e2', Expression: 'e1' },
      ],
      /refers to itself/,
    ],
    ['a number as its result', [{ Id: 'e1', Expression: '1 + 1' }], /must be a time series/],
    ['an unknown statistic', [stat({ Stat: 'Median' })], /Median/],
    ['a period of 45 seconds', [stat({ Period: 45 })], /multiple of 60/],
  ])('cannot be asked for with %s', async (_case, queries, message) => {
    const { get } = start();
    await expect(get(queries)).rejects.toThrow(message);
  });
});

describe('data of AWS services', () => {
  const lateness = async (seed: number, minutes: number) => {
    const { cloudwatch, send, publish, pass, now } = startMonitoring({ seed });
    for (let minute = 0; minute < minutes; minute += 1) {
      publish({ at: START_MS + minute * MINUTE_MS });
    }
    const seenAt: number[] = [];
    while (seenAt.length < minutes) {
      await pass(10);
      const { MetricDataResults } = await query(
        cloudwatch,
        send,
        [
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
        { EndTime: new Date(START_MS + minutes * MINUTE_MS) },
      );
      const visible = MetricDataResults?.[0]?.Values?.length ?? 0;
      while (seenAt.length < visible) seenAt.push(now());
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

describe('a dashboard', () => {
  test('is stored and given back', async () => {
    const { cloudwatch, send } = start();
    const DashboardBody = '{"widgets":[]}';
    await send(
      cloudwatch.send(new PutDashboardCommand({ DashboardName: 'releases', DashboardBody })),
    );
    const got = await send(cloudwatch.send(new GetDashboardCommand({ DashboardName: 'releases' })));
    expect(got).toMatchObject({
      DashboardBody,
      DashboardArn: 'arn:aws:cloudwatch::123456789012:dashboard/releases',
    });
    await send(cloudwatch.send(new DeleteDashboardsCommand({ DashboardNames: ['releases'] })));
    const list = await send(cloudwatch.send(new ListDashboardsCommand({})));
    expect(list.DashboardEntries).toEqual([]);
  });

  test.each([
    ['no JSON', 'releases', 'widgets'],
    ['a bad name', 'a b', '{}'],
  ])('is refused with %s', async (_case, DashboardName, DashboardBody) => {
    const { cloudwatch, send } = start();
    const put = new PutDashboardCommand({ DashboardName, DashboardBody });
    await expect(send(cloudwatch.send(put))).rejects.toThrow(/Dashboard/);
  });
});

test('tags of an alarm come from its creation only', async () => {
  const { cloudwatch, send } = start();
  const put = (Value: string) =>
    send(
      cloudwatch.send(new PutMetricAlarmCommand(alarmInput({ Tags: [{ Key: 'team', Value }] }))),
    );
  await put('one');
  await put('two');
  const { Tags } = await send(
    cloudwatch.send(
      new ListTagsForResourceCommand({
        ResourceARN: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors',
      }),
    ),
  );
  expect(Tags).toEqual([{ Key: 'team', Value: 'one' }]);
});

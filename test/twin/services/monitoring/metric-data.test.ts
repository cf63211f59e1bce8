import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDataQuery,
  type MetricDatum,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { START_MS, startMonitoring } from './start-monitoring.ts';

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

import {
  DescribeAlarmsCommand,
  ListMetricsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { evaluationGrid } from '../../../../twin/services/monitoring/alarms/evaluation.ts';
import { planAlarm } from '../../../../twin/services/monitoring/alarms/plan.ts';
import { double, longTime } from '../../../../twin/services/monitoring/alarms/wording.ts';
import { alarmInput, START_MS, startMonitoring } from './start-monitoring.ts';

const MINUTE_MS = 60_000;
const at = (clock: string) => Date.parse(`2026-09-24T${clock}Z`);

const gridOf = (overrides: Partial<PutMetricAlarmCommandInput>, now: number) =>
  evaluationGrid(planAlarm(alarmInput(overrides)), now).starts;

describe('the evaluation range', () => {
  test('slides with the minute, as a real alarm with 1 period of 15 minutes did', () => {
    // Its last datapoint was of 19:50:31, and it went back to OK at 20:36:51, not a minute before.
    const lastDatapoint = at('19:50:00');
    expect(gridOf({ Period: 900 }, at('20:35:51'))[0]).toBeLessThanOrEqual(lastDatapoint);
    expect(gridOf({ Period: 900 }, at('20:36:51'))[0]).toBeGreaterThan(lastDatapoint);
  });

  test.each([
    [{ Period: 300, EvaluationPeriods: 3 }, 5],
    [{ Period: 900, EvaluationPeriods: 1 }, 3],
    [{ Period: 60, EvaluationPeriods: 1 }, 5],
    [{ Period: 60, EvaluationPeriods: 5 }, 7],
    [{ Period: 10, EvaluationPeriods: 3 }, 5],
  ])('of %o holds %d datapoints', (overrides, length) => {
    expect(gridOf(overrides, at('20:00:30'))).toHaveLength(length);
  });

  test('ends with the last full minute, and with ten seconds for short periods', () => {
    const now = at('20:00:37');
    expect(gridOf({ Period: 300 }, now).at(-1)).toBe(at('19:55:00'));
    expect(gridOf({ Period: 10 }, now).at(-1)).toBe(at('20:00:20'));
  });
});

/** An alarm on a metric of our own, made when the data (by minutes from the start) are all there. */
async function stateOf(
  overrides: Partial<PutMetricAlarmCommandInput>,
  data: readonly { minute: number; values: number[] }[],
  secondsAfter = 65,
) {
  const { cloudwatch, send, pass } = startMonitoring();
  const metric = { Namespace: 'Shop', MetricName: 'Latency', Dimensions: [] };
  for (const { minute, values } of data) {
    const Timestamp = new Date(START_MS + minute * MINUTE_MS);
    const MetricData = [{ MetricName: 'Latency', Timestamp, Values: values }];
    await send(cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData })));
  }
  await pass(185);
  await send(cloudwatch.send(new PutMetricAlarmCommand(alarmInput({ ...metric, ...overrides }))));
  await pass(secondsAfter);
  const { MetricAlarms } = await send(cloudwatch.send(new DescribeAlarmsCommand({})));
  return MetricAlarms?.[0];
}

describe('an alarm', () => {
  const breach = [{ minute: 1, values: [9] }];

  test.each<[string, Partial<PutMetricAlarmCommandInput>, readonly number[], string]>([
    [
      'a single datapoint',
      {},
      [9],
      'Threshold Crossed: 1 datapoint [9.0 (11/01/27 09:00:00)] was greater than the threshold (5.0).',
    ],
    [
      'datapoints, newest first',
      { EvaluationPeriods: 2, ComparisonOperator: 'GreaterThanOrEqualToThreshold' },
      [5, 9.5],
      'Threshold Crossed: 2 datapoints [9.5 (11/01/27 09:01:00), 5.0 (11/01/27 09:00:00)] were greater than or equal to the threshold (5.0).',
    ],
    [
      'M of N, naming what was needed',
      { EvaluationPeriods: 3, DatapointsToAlarm: 2 },
      [9, 1, 8],
      'Threshold Crossed: 2 out of the last 3 datapoints [8.0 (11/01/27 09:02:00), 9.0 (11/01/27 09:00:00)] were greater than the threshold (5.0) (minimum 2 datapoints for OK -> ALARM transition).',
    ],
    [
      'what did not breach',
      { EvaluationPeriods: 3, DatapointsToAlarm: 2 },
      [9, 1, 2],
      'Threshold Crossed: 2 out of the last 3 datapoints [2.0 (11/01/27 09:02:00), 1.0 (11/01/27 09:01:00)] were not greater than the threshold (5.0) (minimum 2 datapoints for ALARM -> OK transition).',
    ],
    [
      'missing data that count as breaches',
      { EvaluationPeriods: 2, TreatMissingData: 'breaching' },
      [],
      'Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].',
    ],
  ])('tells of %s', async (_case, overrides, values, reason) => {
    const data = values.map((value, minute) => ({ minute, values: [value] }));
    expect((await stateOf(overrides, data))?.StateReason).toBe(reason);
  });

  test('gives its reason as JSON, oldest datapoint first', async () => {
    const alarm = await stateOf({ EvaluationPeriods: 2 }, [
      { minute: 0, values: [8] },
      { minute: 1, values: [3, 7] },
    ]);
    expect(alarm?.StateReasonData).toMatch(
      /^\{"version":"1\.0","queryDate":"2027-01-11T09:0\d:\d\d\.\d{3}\+0000","startDate":"2027-01-11T09:00:00\.000\+0000","statistic":"Sum","period":60,"recentDatapoints":\[8\.0,10\.0\],"threshold":5\.0,"evaluatedDatapoints":\[\{"timestamp":"2027-01-11T09:01:00\.000\+0000","sampleCount":2\.0,"value":10\.0\},\{"timestamp":"2027-01-11T09:00:00\.000\+0000","sampleCount":1\.0,"value":8\.0\}\]\}$/,
    );
  });

  test.each([1, 2, 3, 4])('with short periods looks every ten seconds (seed %d)', async (seed) => {
    const { cloudwatch, send, pass, stateChanges, now } = startMonitoring({ seed });
    const metric = { Namespace: 'Shop', MetricName: 'Latency', Dimensions: [] };
    await send(cloudwatch.send(new PutMetricAlarmCommand(alarmInput({ ...metric, Period: 10 }))));
    await pass(90);
    const put = new PutMetricDataCommand({
      Namespace: 'Shop',
      MetricData: [{ MetricName: 'Latency', Value: 9, StorageResolution: 1 }],
    });
    await send(cloudwatch.send(put));
    const since = now();
    while (stateChanges().length === 0 && now() < since + 60_000) await pass(1);
    expect(stateChanges()[0]?.detail).toMatchObject({ state: { value: 'ALARM' } });
    expect(now() - since).toBeLessThanOrEqual(25_000);
  });

  test('that saw no data for long sees them at the first look after they arrive', async () => {
    const { cloudwatch, send, pass, clock, publish, stateChanges, now } = startMonitoring();
    await send(cloudwatch.send(new PutMetricAlarmCommand(alarmInput())));
    await pass(600);
    publish({ at: Math.floor(now() / MINUTE_MS) * MINUTE_MS, values: [{ value: 9, count: 1 }] });
    const arrived = async () => (await send(cloudwatch.send(new ListMetricsCommand({})))).Metrics;
    while ((await arrived())?.length === 0) await pass(1);
    await pass(((clock.next() ?? 0) - now()) / 1_000);
    expect(stateChanges()[0]?.detail).toMatchObject({ state: { value: 'ALARM' } });
  });

  test('watches metric math', async () => {
    const { cloudwatch, send, pass, publish, minutesAfterStart } = startMonitoring();
    const metric = (Id: string, MetricName: string) => ({
      Id,
      ReturnData: false,
      MetricStat: {
        Metric: {
          Namespace: 'AWS/ApplicationELB',
          MetricName,
          Dimensions: [{ Name: 'TargetGroup', Value: 'blue' }],
        },
        Period: 60,
        Stat: 'Sum',
      },
    });
    await send(
      cloudwatch.send(
        new PutMetricAlarmCommand({
          AlarmName: 'rate',
          EvaluationPeriods: 3,
          DatapointsToAlarm: 2,
          Threshold: 5,
          ComparisonOperator: 'GreaterThanThreshold',
          TreatMissingData: 'notBreaching',
          Metrics: [
            metric('errors', 'Errors'),
            metric('requests', 'Requests'),
            { Id: 'rate', Expression: 'IF(requests >= 50, 100 * FILL(errors, 0) / requests, 0)' },
          ],
        }),
      ),
    );
    for (let minute = 0; minute < 4; minute += 1) {
      const values = (count: number) => ({
        at: minutesAfterStart(minute),
        values: [{ value: 1, count }],
      });
      publish({ ...values(100), metricName: 'Requests' });
      if (minute > 0) publish({ ...values(10), metricName: 'Errors' });
    }
    await pass(480);
    const { MetricAlarms } = await send(cloudwatch.send(new DescribeAlarmsCommand({})));
    expect(MetricAlarms?.[0]).toMatchObject({ StateValue: 'ALARM' });
    expect(MetricAlarms?.[0]?.StateReason).toContain('10.0');
  });

  test('on a percentile waits for enough samples when told to', async () => {
    const overrides = { Statistic: undefined, ExtendedStatistic: 'p95' };
    const patient = { ...overrides, EvaluateLowSampleCountPercentile: 'ignore' };
    expect((await stateOf(overrides, breach))?.StateValue).toBe('ALARM');
    expect((await stateOf(patient, breach))?.StateValue).toBe('INSUFFICIENT_DATA');
    const enough = [{ minute: 1, values: Array.from({ length: 150 }, (_, index) => 9 + index) }];
    const twice = [...enough, ...enough];
    expect((await stateOf(patient, twice))?.StateValue).toBe('ALARM');
  });

  test('on metrics of DynamoDB ignores missing data, whatever it was told', async () => {
    const overrides = { Namespace: 'AWS/DynamoDB', TreatMissingData: 'breaching' };
    expect((await stateOf(overrides, []))?.StateValue).toBe('INSUFFICIENT_DATA');
  });

  test('goes back to OK only when the breach has left its range', async () => {
    const overrides = { TreatMissingData: 'notBreaching' };
    expect((await stateOf(overrides, breach))?.StateValue).toBe('ALARM');
    expect((await stateOf(overrides, breach, 300))?.StateValue).toBe('OK');
  });
});

describe('wording', () => {
  test.each([
    [10, '10.0'],
    [0.5, '0.5'],
    [99.50160229693434, '99.50160229693434'],
    [0, '0.0'],
    [-3, '-3.0'],
    [12_345_678, '1.2345678E7'],
    [10_000_000, '1.0E7'],
    [0.0005, '5.0E-4'],
  ])('writes %d as %s', (value, text) => {
    expect(double(value)).toBe(text);
  });

  test('writes times out in full', () => {
    expect(longTime(Date.UTC(2022, 6, 22, 15, 57, 45))).toBe('Friday 22 July, 2022 15:57:45 UTC');
  });
});

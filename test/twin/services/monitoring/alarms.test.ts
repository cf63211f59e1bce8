import {
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { alarmInput, startMonitoring, TOPIC } from './start-monitoring.ts';

const drill = new SetAlarmStateCommand({
  AlarmName: 'errors',
  StateValue: 'ALARM',
  StateReason: 'drill',
});

describe('a metric alarm', () => {
  test('goes to ALARM once a breaching minute has become visible, and says why', async () => {
    const { cloudwatch, send, publish, pass, stateChanges, minutesAfterStart } = startMonitoring();
    await send(
      cloudwatch.send(
        new PutMetricAlarmCommand(alarmInput({ DatapointsToAlarm: 1, AlarmActions: [TOPIC] })),
      ),
    );
    publish({ at: minutesAfterStart(0), values: [{ value: 1, count: 8 }] });
    await pass(360);
    const [change] = stateChanges();
    expect(change).toMatchObject({
      source: 'aws.cloudwatch',
      delivery: 'guaranteed',
      resources: ['arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors'],
      detail: {
        alarmName: 'errors',
        state: {
          value: 'ALARM',
          reason:
            'Threshold Crossed: 1 out of the last 1 datapoints [8.0 (11/01/27 09:00:00)] was greater ' +
            'than the threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).',
        },
        previousState: { value: 'INSUFFICIENT_DATA', reason: 'Unchecked: Initial alarm creation' },
        configuration: {
          metrics: [
            {
              metricStat: {
                metric: {
                  namespace: 'AWS/ApplicationELB',
                  name: 'HTTPCode_Target_5XX_Count',
                  dimensions: { TargetGroup: 'blue' },
                },
                period: 60,
                stat: 'Sum',
              },
              returnData: true,
            },
          ],
        },
      },
    });
  });

  test('is not told of a minute before the metric had time to arrive', async () => {
    const { cloudwatch, send, publish, pass, stateChanges, minutesAfterStart, now } =
      startMonitoring();
    await send(cloudwatch.send(new PutMetricAlarmCommand(alarmInput())));
    publish({ at: minutesAfterStart(0), values: [{ value: 9, count: 1 }] });
    await pass(60);
    expect(stateChanges()).toEqual([]);
    await pass(60 * 6);
    const [change] = stateChanges();
    expect(change?.detail).toMatchObject({ state: { value: 'ALARM' } });
    expect(now()).toBeGreaterThan(minutesAfterStart(1));
  });

  test('notifies its topic as CloudWatch, on behalf of the alarm', async () => {
    const { cloudwatch, send, pass, notices } = startMonitoring();
    await send(cloudwatch.send(new PutMetricAlarmCommand(alarmInput({ AlarmActions: [TOPIC] }))));
    await send(cloudwatch.send(drill));
    await pass(5);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatchObject({
      caller: 'cloudwatch.amazonaws.com',
      sourceArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors',
      input: { TopicArn: TOPIC, Subject: 'ALARM: "errors" in US East (N. Virginia)' },
    });
    expect(JSON.parse(String(notices[0]?.input['Message']))).toMatchObject({
      AlarmName: 'errors',
      NewStateValue: 'ALARM',
      OldStateValue: 'INSUFFICIENT_DATA',
      NewStateReason: 'drill',
      Trigger: {
        MetricName: 'HTTPCode_Target_5XX_Count',
        StatisticType: 'Statistic',
        Statistic: 'SUM',
        Dimensions: [{ name: 'TargetGroup', value: 'blue' }],
      },
    });
  });

  test('invokes a function with what the alarm is about', async () => {
    const { cloudwatch, send, pass, invocations } = startMonitoring();
    const target = 'arn:aws:lambda:us-east-1:123456789012:function:react';
    await send(cloudwatch.send(new PutMetricAlarmCommand(alarmInput({ AlarmActions: [target] }))));
    await send(cloudwatch.send(drill));
    await pass(5);
    expect(invocations[0]).toMatchObject({
      caller: 'lambda.alarms.cloudwatch.amazonaws.com',
      input: { FunctionName: target, InvocationType: 'Event' },
    });
    const payload = new TextDecoder().decode(invocations[0]?.input['Payload'] as Uint8Array);
    expect(JSON.parse(payload)).toMatchObject({
      source: 'aws.cloudwatch',
      accountId: '123456789012',
      alarmData: { alarmName: 'errors', state: { value: 'ALARM', reason: 'drill' } },
    });
  });

  test('takes no action while its actions are disabled, and still says that it changed', async () => {
    const { cloudwatch, send, pass, notices, stateChanges } = startMonitoring();
    await send(cloudwatch.send(new PutMetricAlarmCommand(alarmInput({ AlarmActions: [TOPIC] }))));
    await send(cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames: ['errors'] })));
    await send(cloudwatch.send(drill));
    await pass(5);
    expect(notices).toEqual([]);
    expect(stateChanges()).toHaveLength(1);
  });

  test('falls back from a state that was set by hand at its next evaluation', async () => {
    const { cloudwatch, send, pass } = startMonitoring();
    await send(
      cloudwatch.send(new PutMetricAlarmCommand(alarmInput({ TreatMissingData: 'notBreaching' }))),
    );
    await pass(120);
    await send(cloudwatch.send(drill));
    await pass(120);
    const { MetricAlarms } = await send(cloudwatch.send(new DescribeAlarmsCommand({})));
    expect(MetricAlarms?.[0]).toMatchObject({
      StateValue: 'OK',
      StateReason:
        'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
    });
  });

  test('keeps a history of its configuration and its states', async () => {
    const { cloudwatch, send } = startMonitoring();
    await send(cloudwatch.send(new PutMetricAlarmCommand(alarmInput())));
    await send(cloudwatch.send(drill));
    const history = await send(
      cloudwatch.send(new DescribeAlarmHistoryCommand({ AlarmName: 'errors' })),
    );
    expect(history.AlarmHistoryItems?.map(({ HistorySummary }) => HistorySummary)).toEqual([
      'Alarm updated from INSUFFICIENT_DATA to ALARM',
      'Alarm "errors" created',
    ]);
  });

  test('keeps its state when its configuration changes', async () => {
    const { cloudwatch, send, emitted } = startMonitoring();
    await send(cloudwatch.send(new PutMetricAlarmCommand(alarmInput())));
    await send(cloudwatch.send(drill));
    await send(cloudwatch.send(new PutMetricAlarmCommand(alarmInput({ Threshold: 50 }))));
    const { MetricAlarms } = await send(cloudwatch.send(new DescribeAlarmsCommand({})));
    expect(MetricAlarms?.[0]).toMatchObject({ Threshold: 50, StateValue: 'ALARM' });
    expect(emitted.at(-1)?.detail).toMatchObject({
      operation: 'update',
      previousConfiguration: { threshold: 5 },
    });
  });

  test('is watched only while it exists: without alarms no time event is left', async () => {
    const { cloudwatch, send, clock } = startMonitoring();
    await send(cloudwatch.send(new PutMetricAlarmCommand(alarmInput())));
    expect(clock.next()).toBeDefined();
    await send(cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['errors'] })));
    expect(clock.next()).toBeUndefined();
  });

  test.each([
    ['no statistic', { Statistic: undefined }, /Statistic/],
    [
      'an unknown treatment of missing data',
      { TreatMissingData: 'ignored' },
      /not supported for TreatMissingData/,
    ],
    ['more datapoints than periods', { DatapointsToAlarm: 2 }, /DatapointsToAlarm/],
    ['more than a day', { EvaluationPeriods: 1441 }, /more than a day/],
    ['a period of 45 seconds', { Period: 45 }, /multiple of 60/],
    [
      'a percentile above 100',
      { Statistic: undefined, ExtendedStatistic: 'p101' },
      /not supported/,
    ],
  ])('is refused with %s', async (_case, overrides, message) => {
    const { cloudwatch, send } = startMonitoring();
    const put = new PutMetricAlarmCommand(alarmInput(overrides));
    await expect(send(cloudwatch.send(put))).rejects.toThrow(message);
  });
});

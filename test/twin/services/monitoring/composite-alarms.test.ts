import { DeleteAlarmsCommand, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { ALARM_ARN, withChildren } from './start-monitoring.ts';

describe('a composite alarm', () => {
  test('follows its children at once, and says which one it was', async () => {
    const { put, set, service, stateChanges } = await withChildren();
    await put();
    expect(await service()).toMatchObject({
      StateValue: 'OK',
      StateReason: `${ALARM_ARN}service was created and its alarm rule evaluates to OK`,
    });
    await set('b', 'ALARM');
    const alarm = await service();
    expect(alarm).toMatchObject({ StateValue: 'ALARM' });
    expect(alarm?.StateReason).toMatch(
      /^arn:.*:alarm:b transitioned to ALARM at Monday 11 January, 2027 09:00:\d\d UTC$/,
    );
    expect(JSON.parse(alarm?.StateReasonData ?? '')).toMatchObject({
      triggeringAlarms: [{ arn: `${ALARM_ARN}b`, state: { value: 'ALARM' } }],
    });
    expect(stateChanges().at(-1)?.detail).toMatchObject({
      alarmName: 'service',
      configuration: { alarmRule: 'ALARM(a) OR ALARM(b)' },
    });
  });

  test('tells its topic which child it was', async () => {
    const { put, set, pass, notices } = await withChildren();
    await put();
    await set('b', 'ALARM');
    await pass(5);
    expect(JSON.parse(String(notices[0]?.input['Message']))).toMatchObject({
      AlarmName: 'service',
      AlarmRule: 'ALARM(a) OR ALARM(b)',
      TriggeringChildren: [{ Arn: `${ALARM_ARN}b`, State: { Value: 'ALARM' } }],
    });
  });

  test('is not moved again by a second child', async () => {
    const { put, set, stateChanges } = await withChildren();
    await put();
    await set('a', 'ALARM');
    const before = stateChanges().length;
    await set('b', 'ALARM');
    expect(
      stateChanges()
        .slice(before)
        .map(({ resources }) => resources),
    ).toEqual([[`${ALARM_ARN}b`]]);
  });

  test('moves through composites above it', async () => {
    const { put, set, cloudwatch, send } = await withChildren();
    await put();
    await put({ AlarmName: 'system', AlarmRule: 'ALARM(service) AND ALARM(c)' });
    await set('c', 'ALARM');
    await set('a', 'ALARM');
    const { CompositeAlarms } = await send(
      cloudwatch.send(
        new DescribeAlarmsCommand({ AlarmNames: ['system'], AlarmTypes: ['CompositeAlarm'] }),
      ),
    );
    expect(CompositeAlarms?.[0]?.StateValue).toBe('ALARM');
  });

  test('needs children that exist', async () => {
    const { put } = await withChildren();
    await expect(put({ AlarmRule: 'ALARM(gone)' })).rejects.toThrow(
      /in the alarm rule do not exist/,
    );
  });

  test('protects its children from deletion', async () => {
    const { put, cloudwatch, send } = await withChildren();
    await put();
    const deletion = (...AlarmNames: string[]) =>
      send(cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames })));
    await expect(deletion('a')).rejects.toThrow(
      `Cannot delete ${ALARM_ARN}a as there are composite alarm(s) depending on it.`,
    );
    await deletion('service', 'a');
    const { MetricAlarms } = await send(cloudwatch.send(new DescribeAlarmsCommand({})));
    expect(MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(['b', 'c']);
  });

  test('survives a cycle, which stops where it closes', async () => {
    const { put, set, service } = await withChildren();
    await put({ AlarmRule: 'FALSE' });
    await put({ AlarmName: 'upper', AlarmRule: 'NOT ALARM(service)' });
    await put({ AlarmRule: 'ALARM(upper) OR ALARM(a)' });
    await set('a', 'ALARM');
    expect((await service())?.StateValue).toBe('ALARM');
  });

  test('is listed with its children and as their parent', async () => {
    const { put, cloudwatch, send } = await withChildren();
    await put();
    const children = await send(
      cloudwatch.send(new DescribeAlarmsCommand({ ChildrenOfAlarmName: 'service' })),
    );
    expect(children.MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(['a', 'b']);
    const parents = await send(
      cloudwatch.send(new DescribeAlarmsCommand({ ParentsOfAlarmName: 'a' })),
    );
    expect(parents.CompositeAlarms).toEqual([
      { AlarmName: 'service', AlarmArn: `${ALARM_ARN}service` },
    ]);
  });
});

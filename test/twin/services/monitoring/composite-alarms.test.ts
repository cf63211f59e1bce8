import {
  type CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  PutCompositeAlarmCommand,
  type PutCompositeAlarmCommandInput,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  type StateValue,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import {
  evaluateRule,
  parseCompositeRule,
} from '../../../../twin/services/monitoring/alarms/composite-rule.ts';
import { alarmInput, startMonitoring } from './start-monitoring.ts';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:on-call';
const ARN = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:';
type Send = ReturnType<typeof startMonitoring>['send'];

/** Alarms `a`, `b` and `c` that ignore missing data, so that only tests move them. */
async function withChildren() {
  const world = startMonitoring();
  const { cloudwatch, send } = world;
  for (const AlarmName of ['a', 'b', 'c']) {
    const input = alarmInput({ AlarmName, TreatMissingData: 'ignore' });
    await send(cloudwatch.send(new PutMetricAlarmCommand(input)));
    await set(cloudwatch, send, AlarmName, 'OK');
  }
  return {
    ...world,
    put: (input: Partial<PutCompositeAlarmCommandInput> = {}) =>
      send(
        cloudwatch.send(
          new PutCompositeAlarmCommand({
            AlarmName: 'service',
            AlarmRule: 'ALARM(a) OR ALARM(b)',
            AlarmActions: [TOPIC],
            ...input,
          }),
        ),
      ),
    set: (name: string, state: StateValue) => set(cloudwatch, send, name, state),
    service: async () => {
      const answer = await send(
        cloudwatch.send(new DescribeAlarmsCommand({ AlarmTypes: ['CompositeAlarm'] })),
      );
      return answer.CompositeAlarms?.[0];
    },
  };
}

const set = (cloudwatch: CloudWatchClient, send: Send, AlarmName: string, StateValue: StateValue) =>
  send(
    cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'by hand' })),
  );

describe('a rule', () => {
  const states: Readonly<Record<string, StateValue>> = {
    up: 'OK',
    down: 'ALARM',
    new: 'INSUFFICIENT_DATA',
    'two words': 'ALARM',
  };

  test.each([
    ['ALARM(down)', true],
    ['ALARM("down")', true],
    [`ALARM("${ARN}down")`, true],
    ['ALARM("two words")', true],
    ['OK(down)', false],
    ['INSUFFICIENT_DATA(new)', true],
    ['ALARM(up) OR ALARM(down)', true],
    ['ALARM(down) AND NOT ALARM(up)', true],
    ['ALARM(down) OR ALARM(up) AND ALARM(up)', true],
    ['(ALARM(down) OR ALARM(up)) AND ALARM(up)', false],
    ['NOT (ALARM(down) OR ALARM(up))', false],
    ['TRUE', true],
    ['FALSE OR TRUE', true],
    ['not alarm(up)', true],
    ['AT_LEAST(1, ALARM, (up, down))', true],
    ['AT_LEAST(2, ALARM, (up, down))', false],
    ['AT_LEAST(50%, ALARM, ("up", "down"))', true],
    ['AT_LEAST(2, NOT OK, (down, new, up))', true],
    ['ALARM(gone)', false],
  ])('%s is %s', (text, holds) => {
    const { tree } = parseCompositeRule(text);
    expect(evaluateRule(tree, (name) => states[name])).toBe(holds);
  });

  test.each([
    'ALARM',
    'ALARM(',
    'ALARM()',
    'ALARM(a) ALARM(b)',
    'ALARM(a) XOR ALARM(b)',
    'AT_LEAST(3, ALARM, (a, b))',
    'AT_LEAST(0, ALARM, (a))',
    'AT_LEAST(many, ALARM, (a))',
    '"a',
    '',
  ])('is refused: %s', (text) => {
    expect(() => parseCompositeRule(text)).toThrow(/AlarmRule is not valid/);
  });

  test('names its children once each', () => {
    expect(parseCompositeRule('ALARM(a) OR OK(a) OR AT_LEAST(1, OK, (b, a))').children).toEqual([
      'a',
      'b',
    ]);
  });
});

describe('a composite alarm', () => {
  test('follows its children at once, and says which one it was', async () => {
    const { put, set, service, stateChanges } = await withChildren();
    await put();
    expect(await service()).toMatchObject({
      StateValue: 'OK',
      StateReason: `${ARN}service was created and its alarm rule evaluates to OK`,
    });
    await set('b', 'ALARM');
    const alarm = await service();
    expect(alarm).toMatchObject({ StateValue: 'ALARM' });
    expect(alarm?.StateReason).toMatch(
      /^arn:.*:alarm:b transitioned to ALARM at Monday 11 January, 2027 09:00:\d\d UTC$/,
    );
    expect(JSON.parse(alarm?.StateReasonData ?? '')).toMatchObject({
      triggeringAlarms: [{ arn: `${ARN}b`, state: { value: 'ALARM' } }],
    });
    expect(stateChanges().at(-1)?.detail).toMatchObject({
      alarmName: 'service',
      configuration: { alarmRule: 'ALARM(a) OR ALARM(b)' },
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
    ).toEqual([[`${ARN}b`]]);
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
      `Cannot delete ${ARN}a as there are composite alarm(s) depending on it.`,
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
    expect(parents.CompositeAlarms).toEqual([{ AlarmName: 'service', AlarmArn: `${ARN}service` }]);
  });
});

describe('a suppressor', () => {
  const suppressed = {
    ActionsSuppressor: 'c',
    ActionsSuppressorWaitPeriod: 60,
    ActionsSuppressorExtensionPeriod: 120,
  };

  test('lets actions through once the wait is over without it', async () => {
    const { put, set, pass, notices, service } = await withChildren();
    await put(suppressed);
    await set('a', 'ALARM');
    expect(await service()).toMatchObject({ ActionsSuppressedBy: 'WaitPeriod' });
    await pass(55);
    expect(notices).toHaveLength(0);
    await pass(10);
    expect(notices).toHaveLength(1);
    expect((await service())?.ActionsSuppressedBy).toBeUndefined();
  });

  test('holds actions while it is in ALARM, though the event is sent and says so', async () => {
    const { put, set, pass, notices, stateChanges } = await withChildren();
    await put(suppressed);
    await set('c', 'ALARM');
    await set('a', 'ALARM');
    await pass(600);
    expect(notices).toHaveLength(0);
    expect(stateChanges().at(-1)?.detail).toMatchObject({
      alarmName: 'service',
      state: {
        value: 'ALARM',
        actionsSuppressedBy: 'Alarm',
        actionsSuppressedReason: 'Actions suppressed by Alarm',
      },
    });
  });

  test('that comes during the wait takes over', async () => {
    const { put, set, pass, notices, service } = await withChildren();
    await put(suppressed);
    await set('a', 'ALARM');
    await pass(30);
    await set('c', 'ALARM');
    await pass(600);
    expect(notices).toHaveLength(0);
    expect((await service())?.ActionsSuppressedBy).toBe('Alarm');
  });

  test('that goes leaves an extension, after which actions for what is still wrong are taken', async () => {
    const { put, set, pass, notices, service } = await withChildren();
    await put(suppressed);
    await set('c', 'ALARM');
    await set('a', 'ALARM');
    await set('c', 'OK');
    expect((await service())?.ActionsSuppressedBy).toBe('ExtensionPeriod');
    await pass(100);
    expect(notices).toHaveLength(0);
    await pass(30);
    expect(notices).toHaveLength(1);
  });

  test('that goes leaves time to recover: then nobody is told', async () => {
    const { put, set, pass, notices } = await withChildren();
    await put(suppressed);
    await set('c', 'ALARM');
    await set('a', 'ALARM');
    await set('c', 'OK');
    await set('a', 'OK');
    await pass(600);
    expect(notices).toHaveLength(0);
  });

  test('needs both periods', async () => {
    const { put } = await withChildren();
    await expect(put({ ActionsSuppressor: 'c' })).rejects.toThrow(/ActionsSuppressorWaitPeriod/);
  });
});

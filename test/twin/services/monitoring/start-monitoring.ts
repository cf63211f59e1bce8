// CloudWatch in a twin whose other services only take down what reaches them.
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutCompositeAlarmCommand,
  type PutCompositeAlarmCommandInput,
  PutMetricAlarmCommand,
  type PutMetricAlarmInput,
  SetAlarmStateCommand,
  type StateValue,
} from '@aws-sdk/client-cloudwatch';
import * as events from '@aws-sdk/client-eventbridge';
import * as lambda from '@aws-sdk/client-lambda';
import * as sns from '@aws-sdk/client-sns';
import type { ServiceDatum, ServiceEvent } from '../../../../twin/host/peers.ts';
import { defineService } from '../../../../twin/host/service.ts';
import { monitoring } from '../../../../twin/services/monitoring/index.ts';
import { startTwin } from '../../support/start-twin.ts';

export interface Received {
  readonly caller: string;
  readonly sourceArn: string | undefined;
  readonly input: Readonly<Record<string, unknown>>;
}

export const START_MS = Date.UTC(2027, 0, 11, 9, 0, 0);

export function startMonitoring({ seed = 1 }: { seed?: number } = {}) {
  const emitted: ServiceEvent[] = [];
  const notices: Received[] = [];
  const invocations: Received[] = [];
  const received = (input: object, caller: { arn: string; sourceArn?: string }): Received => ({
    caller: caller.arn,
    sourceArn: caller.sourceArn,
    input: input as Received['input'],
  });
  const started = startTwin({
    seed,
    startMs: START_MS,
    services: [
      monitoring,
      defineService({
        id: 'events',
        load: async () => events,
        create: () => ({
          operations: {},
          peer: { emit: (event: ServiceEvent) => void emitted.push(event) },
        }),
      }),
      defineService({
        id: 'sns',
        load: async () => sns,
        create: () => ({
          peer: {},
          operations: {
            Publish: (input, { caller }) => {
              notices.push(received(input, caller));
              return { MessageId: 'm' };
            },
          },
        }),
      }),
      defineService({
        id: 'lambda',
        load: async () => lambda,
        create: () => ({
          peer: {},
          operations: {
            Invoke: (input, { caller }) => {
              invocations.push(received(input, caller));
              return { StatusCode: 202 };
            },
          },
        }),
      }),
    ],
  });
  const { twin, clock, pump } = started;
  return {
    ...started,
    emitted,
    notices,
    invocations,
    cloudwatch: twin.client(CloudWatchClient),
    stateChanges: () =>
      emitted.filter(({ detailType }) => detailType === 'CloudWatch Alarm State Change'),
    publish: (datum: Partial<ServiceDatum> & { at: number }) =>
      twin.peer('monitoring', 'us-east-1').publish({
        namespace: 'AWS/ApplicationELB',
        metricName: 'HTTPCode_Target_5XX_Count',
        dimensions: { TargetGroup: 'blue' },
        unit: 'Count',
        values: [{ value: 1, count: 1 }],
        ...datum,
      }),
    /** Sends an SDK command and lets time pass until it is answered. */
    send: <Out>(answer: Promise<Out>): Promise<Out> => pump.runUntil(answer),
    minutesAfterStart: (minutes: number) => START_MS + minutes * 60_000,
    now: () => clock.now(),
  };
}

/** An alarm that needs one breaching minute. */
export const alarmInput = (overrides: Partial<PutMetricAlarmInput> = {}): PutMetricAlarmInput => ({
  AlarmName: 'errors',
  Namespace: 'AWS/ApplicationELB',
  MetricName: 'HTTPCode_Target_5XX_Count',
  Dimensions: [{ Name: 'TargetGroup', Value: 'blue' }],
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanThreshold',
  ...overrides,
});

export const TOPIC = 'arn:aws:sns:us-east-1:123456789012:on-call';
export const ALARM_ARN = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:';
type Send = ReturnType<typeof startMonitoring>['send'];

/** Alarms `a`, `b` and `c` that ignore missing data, so that only tests move them. */
export async function withChildren() {
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

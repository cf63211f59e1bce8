// What an alarm does when its state changes: notify topics and invoke functions.
import { serviceCaller } from '../../../host/caller.ts';
import type { InternalCall, ServiceHost } from '../../../host/service.ts';
import { lambdaPayload } from './event-shapes.ts';
import type { AlarmHistory } from './history.ts';
import type { Alarm, AlarmState } from './model.ts';
import { notificationMessage, notificationSubject } from './notification.ts';

export function takeActions(
  host: ServiceHost,
  history: AlarmHistory,
  alarm: Alarm,
  previous: AlarmState,
): void {
  if (!alarm.actionsEnabled) return;
  for (const action of actionsFor(alarm)) {
    const call = callFor(host, alarm, previous, action);
    const record = recorder(host, history, alarm, action);
    if (call === undefined) record('Failed', 'this kind of action is not simulated');
    else
      host.call(call).then(
        () => record('Succeeded'),
        (error) => record('Failed', String(error)),
      );
  }
}

function actionsFor({ input, state }: Alarm): readonly string[] {
  switch (state.value) {
    case 'ALARM':
      return input.AlarmActions ?? [];
    case 'OK':
      return input.OKActions ?? [];
    case 'INSUFFICIENT_DATA':
      return input.InsufficientDataActions ?? [];
  }
}

function callFor(
  host: ServiceHost,
  alarm: Alarm,
  previous: AlarmState,
  action: string,
): InternalCall | undefined {
  const [, , service, region = host.region] = action.split(':');
  const where = { account: host.account, region: host.region };
  if (service === 'sns') {
    return {
      service: 'sns',
      operation: 'Publish',
      region,
      caller: serviceCaller(host.account, 'cloudwatch.amazonaws.com', alarm.arn),
      input: {
        TopicArn: action,
        Subject: notificationSubject(alarm, host.region),
        Message: notificationMessage(alarm, previous, where),
      },
    };
  }
  if (service !== 'lambda') return undefined;
  return {
    service: 'lambda',
    operation: 'Invoke',
    region,
    caller: serviceCaller(host.account, 'lambda.alarms.cloudwatch.amazonaws.com', alarm.arn),
    input: {
      FunctionName: action,
      InvocationType: 'Event',
      Payload: new TextEncoder().encode(JSON.stringify(lambdaPayload(alarm, previous, where))),
    },
  };
}

function recorder(host: ServiceHost, history: AlarmHistory, alarm: Alarm, action: string) {
  return (actionState: 'Succeeded' | 'Failed', error?: string): void =>
    history.add({
      at: host.clock.now(),
      alarmName: alarm.name,
      alarmKind: alarm.kind,
      type: 'Action',
      summary: `${actionState === 'Succeeded' ? 'Successfully executed' : 'Failed to execute'} action ${action}`,
      data: JSON.stringify({
        actionState,
        notificationResource: action,
        stateUpdateTimestamp: alarm.state.updatedAt,
        error: error ?? null,
      }),
    });
}

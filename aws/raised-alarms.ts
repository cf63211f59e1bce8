// Which of Spillway's alarms are in ALARM now: one question for all services.
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { alarmPrefix } from '../core/contract/alarm-names.ts';
import { clientSettings } from './client-settings.ts';

export interface RaisedAlarm {
  readonly name: string;
  readonly reason: string;
  /** What was measured, as JSON; empty where CloudWatch says nothing about it. */
  readonly reasonData: string;
  readonly sinceMs: number;
}

/** A hundred alarms a page. */
const PAGES_MAX = 20;

export async function readRaisedAlarms(client = openClient()): Promise<readonly RaisedAlarm[]> {
  const raised: RaisedAlarm[] = [];
  let NextToken: string | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const page = await client.send(
      new DescribeAlarmsCommand({ AlarmNamePrefix: alarmPrefix, StateValue: 'ALARM', NextToken }),
    );
    for (const alarm of page.MetricAlarms ?? []) {
      raised.push({
        name: alarm.AlarmName ?? '',
        reason: alarm.StateReason ?? '',
        reasonData: alarm.StateReasonData ?? '',
        sinceMs: alarm.StateTransitionedTimestamp?.getTime() ?? 0,
      });
    }
    NextToken = page.NextToken;
    if (NextToken === undefined) break;
  }
  return raised;
}

const openClient = () => new CloudWatchClient(clientSettings());

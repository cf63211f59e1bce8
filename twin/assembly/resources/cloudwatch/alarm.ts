// AWS::CloudWatch::Alarm
import { alarmProvider } from './alarms.ts';

export const alarm = alarmProvider('AWS::CloudWatch::Alarm', 'PutMetricAlarm');

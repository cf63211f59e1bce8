// AWS::CloudWatch::CompositeAlarm
import { alarmProvider } from './alarms.ts';

export const compositeAlarm = alarmProvider('AWS::CloudWatch::CompositeAlarm', 'PutCompositeAlarm');

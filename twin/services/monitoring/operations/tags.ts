// Tags of alarms.
import { AwsError } from '../../../host/aws-error.ts';
import { alarmNameOf } from '../alarms/composite-rule.ts';
import type { Alarm } from '../alarms/model.ts';
import type { Handlers } from '../sdk.ts';

export const tags = (alarms: ReadonlyMap<string, Alarm>): Handlers => {
  const find = (arn: string): Alarm => {
    const alarm = alarms.get(alarmNameOf(arn));
    if (alarm !== undefined) return alarm;
    throw new AwsError('ResourceNotFoundException', `Resource ${arn} does not exist`, {
      fields: { ResourceType: 'alarm', ResourceId: arn },
    });
  };
  return {
    ListTagsForResource({ ResourceARN: arn = '' }) {
      const entries = alarms.get(alarmNameOf(arn))?.tags ?? new Map<string, string>();
      return { Tags: [...entries].map(([Key, Value]) => ({ Key, Value })) };
    },
    TagResource({ ResourceARN: arn = '', Tags = [] }) {
      const alarm = find(arn);
      for (const { Key = '', Value = '' } of Tags) alarm.tags.set(Key, Value);
      return {};
    },
    UntagResource({ ResourceARN: arn = '', TagKeys = [] }) {
      const alarm = find(arn);
      for (const key of TagKeys) alarm.tags.delete(key);
      return {};
    },
  };
};

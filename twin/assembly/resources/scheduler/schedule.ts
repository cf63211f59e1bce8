// AWS::Scheduler::Schedule
import type * as Sdk from '@aws-sdk/client-scheduler';
import { text } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const scheduler = callsOf<typeof Sdk>('scheduler');

export const schedule: ResourceProvider = {
  type: 'AWS::Scheduler::Schedule',
  service: 'scheduler',
  replaceOn: ['Name', 'GroupName'],
  async create({ properties, stack, name }) {
    const Name = text(properties, 'Name') ?? name({ lengthMax: 64 });
    const input = { ...properties, Name };
    const { ScheduleArn } = await scheduler(stack, 'CreateSchedule', input);
    return { physicalId: Name, attributes: { Arn: ScheduleArn } };
  },
  async update({ properties, stack, existing }) {
    await scheduler(stack, 'UpdateSchedule', { ...properties, Name: existing.physicalId });
    return undefined;
  },
  async delete({ physicalId, properties }, stack) {
    const { GroupName } = properties;
    await scheduler(stack, 'DeleteSchedule', { Name: physicalId, GroupName });
  },
};

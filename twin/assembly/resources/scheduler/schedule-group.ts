// AWS::Scheduler::ScheduleGroup
import type * as Sdk from '@aws-sdk/client-scheduler';
import { text } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const scheduler = callsOf<typeof Sdk>('scheduler');

export const scheduleGroup: ResourceProvider = {
  type: 'AWS::Scheduler::ScheduleGroup',
  service: 'scheduler',
  replaceOn: ['Name'],
  async create({ properties, stack, name }) {
    const Name = text(properties, 'Name') ?? name({ lengthMax: 64 });
    const input = { ...properties, Name };
    const { ScheduleGroupArn } = await scheduler(stack, 'CreateScheduleGroup', input);
    return { physicalId: Name, attributes: { Arn: ScheduleGroupArn, State: 'ACTIVE' } };
  },
  async delete({ physicalId }, stack) {
    await scheduler(stack, 'DeleteScheduleGroup', { Name: physicalId });
  },
};

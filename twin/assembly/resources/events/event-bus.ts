// AWS::Events::EventBus
import type * as Sdk from '@aws-sdk/client-eventbridge';
import { omit, required, text } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const events = callsOf<typeof Sdk>('events');

export const eventBus: ResourceProvider = {
  type: 'AWS::Events::EventBus',
  service: 'events',
  replaceOn: ['Name', 'EventSourceName'],
  async create({ properties, stack }) {
    const input = omit(properties, 'Policy');
    const { EventBusArn } = await events(stack, 'CreateEventBus', input);
    const name = required(properties, 'Name');
    const Policy = text(properties, 'Policy');
    if (properties['Policy'] !== undefined) {
      const given = { EventBusName: name, Policy: properties['Policy'] };
      await events(stack, 'PutPermission', given);
    }
    return { physicalId: name, attributes: { Arn: EventBusArn, Name: name, Policy } };
  },
  async delete({ physicalId }, stack) {
    await events(stack, 'DeleteEventBus', { Name: physicalId });
  },
};

// AWS::Lambda::EventSourceMapping
import type * as Sdk from '@aws-sdk/client-lambda';
import { omit } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const lambda = callsOf<typeof Sdk>('lambda');

export const eventSourceMapping: ResourceProvider = {
  type: 'AWS::Lambda::EventSourceMapping',
  service: 'lambda',
  replaceOn: ['EventSourceArn', 'StartingPosition', 'StartingPositionTimestamp'],
  async create({ properties, stack }) {
    const { UUID = '' } = await lambda(stack, 'CreateEventSourceMapping', properties);
    const EventSourceMappingArn = stack.arn('lambda', `event-source-mapping:${UUID}`);
    return { physicalId: UUID, attributes: { Id: UUID, EventSourceMappingArn } };
  },
  async update({ properties, stack, existing }) {
    await lambda(stack, 'UpdateEventSourceMapping', {
      ...omit(properties, 'EventSourceArn', 'Tags'),
      UUID: existing.physicalId,
    });
    return undefined;
  },
  async delete({ physicalId }, stack) {
    await lambda(stack, 'DeleteEventSourceMapping', { UUID: physicalId });
  },
};

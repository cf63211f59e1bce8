// AWS::SQS::Queue
import type * as Sdk from '@aws-sdk/client-sqs';
import { isTrue, omit, text } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const sqs = callsOf<typeof Sdk>('sqs');

const attributes = (properties: Properties): Properties => omit(properties, 'QueueName', 'Tags');

export const queue: ResourceProvider = {
  type: 'AWS::SQS::Queue',
  service: 'sqs',
  replaceOn: ['QueueName', 'FifoQueue'],
  async create({ properties, stack, name }) {
    const suffix = isTrue(properties, 'FifoQueue') ? '.fifo' : '';
    const QueueName = text(properties, 'QueueName') ?? name({ lengthMax: 80, suffix });
    const { QueueUrl = '' } = await sqs(stack, 'CreateQueue', {
      QueueName,
      Attributes: attributes(properties),
      tags: properties['Tags'],
    });
    const Arn = stack.arn('sqs', QueueName);
    return { physicalId: QueueUrl, attributes: { Arn, QueueName, QueueUrl } };
  },
  async update({ properties, stack, existing }) {
    const Attributes = attributes(properties);
    await sqs(stack, 'SetQueueAttributes', { QueueUrl: existing.physicalId, Attributes });
    return undefined;
  },
  async delete({ physicalId }, stack) {
    await sqs(stack, 'DeleteQueue', { QueueUrl: physicalId });
  },
};

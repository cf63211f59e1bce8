// AWS::SQS::QueuePolicy
import type * as Sdk from '@aws-sdk/client-sqs';
import { texts } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf, type StackHost } from '../../stack-host.ts';

const sqs = callsOf<typeof Sdk>('sqs');

export const queuePolicy: ResourceProvider = {
  type: 'AWS::SQS::QueuePolicy',
  service: 'sqs',
  replaceOn: [],
  async create({ properties, stack, name }) {
    await put(properties, stack, properties['PolicyDocument']);
    return { physicalId: name() };
  },
  async update({ properties, stack }) {
    await put(properties, stack, properties['PolicyDocument']);
    return undefined;
  },
  delete: ({ properties }, stack) => put(properties, stack, ''),
};

async function put(properties: Properties, stack: StackHost, Policy: unknown): Promise<void> {
  for (const QueueUrl of texts(properties, 'Queues')) {
    await sqs(stack, 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
  }
}

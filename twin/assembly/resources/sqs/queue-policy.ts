// AWS::SQS::QueuePolicy and AWS::SQS::QueueInlinePolicy
import type * as Sdk from '@aws-sdk/client-sqs';
import { required, texts } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf, type StackHost } from '../../stack-host.ts';

const sqs = callsOf<typeof Sdk>('sqs');

export const queuePolicy = policyOf('AWS::SQS::QueuePolicy', (properties) =>
  texts(properties, 'Queues'),
);

export const queueInlinePolicy = policyOf('AWS::SQS::QueueInlinePolicy', (properties) => [
  required(properties, 'Queue'),
]);

function policyOf(
  type: string,
  queues: (properties: Properties) => readonly string[],
): ResourceProvider {
  const put = async (properties: Properties, stack: StackHost, Policy: unknown) => {
    for (const QueueUrl of queues(properties)) {
      await sqs(stack, 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
    }
  };
  return {
    type,
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
}

// AWS::SNS::Topic
import type * as Sdk from '@aws-sdk/client-sns';
import { changedProperties, isTrue, objects, pick, text } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const sns = callsOf<typeof Sdk>('sns');

const ATTRIBUTES = [
  'ArchivePolicy',
  'ContentBasedDeduplication',
  'DataProtectionPolicy',
  'DisplayName',
  'FifoThroughputScope',
  'FifoTopic',
  'KmsMasterKeyId',
  'SignatureVersion',
  'TracingConfig',
];

const attributes = (properties: Properties): Properties => pick(properties, ...ATTRIBUTES);

export const topic: ResourceProvider = {
  type: 'AWS::SNS::Topic',
  service: 'sns',
  replaceOn: ['TopicName', 'FifoTopic'],
  async create({ properties, stack, name }) {
    const suffix = isTrue(properties, 'FifoTopic') ? '.fifo' : '';
    const TopicName = text(properties, 'TopicName') ?? name({ lengthMax: 256, suffix });
    const { TopicArn = '' } = await sns(stack, 'CreateTopic', {
      Name: TopicName,
      Attributes: attributes(properties),
      Tags: properties['Tags'],
    });
    for (const subscription of objects(properties, 'Subscription')) {
      await sns(stack, 'Subscribe', { ...subscription, TopicArn });
    }
    return { physicalId: TopicArn, attributes: { TopicArn, TopicName } };
  },
  async update({ properties, stack, existing }) {
    const after = attributes(properties);
    for (const AttributeName of changedProperties(attributes(existing.properties), after)) {
      const AttributeValue = after[AttributeName] ?? '';
      const input = { TopicArn: existing.physicalId, AttributeName, AttributeValue };
      await sns(stack, 'SetTopicAttributes', input);
    }
    return undefined;
  },
  async delete({ physicalId }, stack) {
    await sns(stack, 'DeleteTopic', { TopicArn: physicalId });
  },
};

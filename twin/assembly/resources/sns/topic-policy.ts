// AWS::SNS::TopicPolicy and AWS::SNS::TopicInlinePolicy: they take the place of a topic's default policy.
import type * as Sdk from '@aws-sdk/client-sns';
import { required, texts } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf, type StackHost } from '../../stack-host.ts';

const sns = callsOf<typeof Sdk>('sns');

export const topicPolicy = policyOf('AWS::SNS::TopicPolicy', (properties) =>
  texts(properties, 'Topics'),
);

export const topicInlinePolicy = policyOf('AWS::SNS::TopicInlinePolicy', (properties) => [
  required(properties, 'TopicArn'),
]);

function policyOf(
  type: string,
  topics: (properties: Properties) => readonly string[],
): ResourceProvider {
  const put = async (properties: Properties, stack: StackHost) => {
    const policy = { AttributeName: 'Policy', AttributeValue: properties['PolicyDocument'] };
    for (const TopicArn of topics(properties)) {
      await sns(stack, 'SetTopicAttributes', { TopicArn, ...policy });
    }
  };
  return {
    type,
    service: 'sns',
    replaceOn: [],
    async create({ properties, stack, name }) {
      await put(properties, stack);
      return { physicalId: name() };
    },
    async update({ properties, stack }) {
      await put(properties, stack);
      return undefined;
    },
  };
}

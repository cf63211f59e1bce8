// AWS::SNS::TopicPolicy: takes the place of the policy that a topic has by default.
import type * as Sdk from '@aws-sdk/client-sns';
import { texts } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf, type StackHost } from '../../stack-host.ts';

const sns = callsOf<typeof Sdk>('sns');

export const topicPolicy: ResourceProvider = {
  type: 'AWS::SNS::TopicPolicy',
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

async function put(properties: Properties, stack: StackHost): Promise<void> {
  for (const TopicArn of texts(properties, 'Topics')) {
    const AttributeValue = properties['PolicyDocument'];
    await sns(stack, 'SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue });
  }
}

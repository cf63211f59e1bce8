// AWS::SNS::Subscription
import type * as Sdk from '@aws-sdk/client-sns';
import { changedProperties, pick } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const sns = callsOf<typeof Sdk>('sns');

const ATTRIBUTES = [
  'DeliveryPolicy',
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
  'ReplayPolicy',
  'SubscriptionRoleArn',
];

const attributes = (properties: Properties): Properties => pick(properties, ...ATTRIBUTES);

export const subscription: ResourceProvider = {
  type: 'AWS::SNS::Subscription',
  service: 'sns',
  replaceOn: ['Endpoint', 'Protocol', 'Region', 'TopicArn'],
  async create({ properties, stack }) {
    const { SubscriptionArn = '' } = await sns(stack, 'Subscribe', {
      ...pick(properties, 'TopicArn', 'Protocol', 'Endpoint'),
      Attributes: attributes(properties),
      ReturnSubscriptionArn: true,
    });
    return { physicalId: SubscriptionArn, attributes: { Arn: SubscriptionArn } };
  },
  async update({ properties, stack, existing }) {
    const after = attributes(properties);
    for (const AttributeName of changedProperties(attributes(existing.properties), after)) {
      await sns(stack, 'SetSubscriptionAttributes', {
        SubscriptionArn: existing.physicalId,
        AttributeName,
        AttributeValue: after[AttributeName] ?? '{}',
      });
    }
    return undefined;
  },
  async delete({ physicalId }, stack) {
    await sns(stack, 'Unsubscribe', { SubscriptionArn: physicalId });
  },
};

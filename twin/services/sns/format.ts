// What subscribers get: the notification document, the Lambda event, or the bare message.
import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import type { ServiceHost } from '../../host/service.ts';
import type { Message } from './message.ts';
import type { Subscription } from './store.ts';

type Attributes = Readonly<Record<string, MessageAttributeValue>>;

/** Nothing in the twin checks signatures; these only have the right shape. */
const SIGNATURE =
  'EXAMPLEpH+DcEwjAPg8O9mY8dReBSwksfg2S7WKQcikcNKWLQjwu6A4VbeS0QHVCkhRS7fUQvi2egU3N858fiTDN6bkkOxYDVrY0Ad8L10Hs3zH81mtnPk5uvvolIC1CXGu43obcgFxeL3khZl8IKvO61GWB6jI9b5+gLPoBc1Q=';

export const isRaw = ({ attributes }: Subscription): boolean =>
  attributes.get('RawMessageDelivery')?.toLowerCase() === 'true';

export function notification(host: ServiceHost, subscription: Subscription, message: Message) {
  const origin = `https://sns.${host.region}.amazonaws.com`;
  const { attributes, subject } = message;
  return {
    Type: 'Notification',
    MessageId: message.id,
    TopicArn: message.topicArn,
    ...(subject === undefined ? {} : { Subject: subject }),
    Message: message.textFor(subscription.protocol),
    Timestamp: new Date(message.publishedAt).toISOString(),
    SignatureVersion: '1',
    Signature: SIGNATURE,
    SigningCertURL: `${origin}/SimpleNotificationService-0000000000000000000000.pem`,
    UnsubscribeURL: `${origin}/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`,
    ...(Object.keys(attributes).length === 0
      ? {}
      : { MessageAttributes: describeAttributes(attributes) }),
  };
}

export function lambdaRecord(host: ServiceHost, subscription: Subscription, message: Message) {
  const { SigningCertURL, UnsubscribeURL, ...rest } = notification(host, subscription, message);
  return {
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    EventSubscriptionArn: subscription.arn,
    Sns: {
      ...rest,
      Subject: message.subject ?? null,
      SigningCertUrl: SigningCertURL,
      UnsubscribeUrl: UnsubscribeURL,
      MessageAttributes: describeAttributes(message.attributes),
    },
  };
}

export const plainAttributes = (attributes: Attributes): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, textOf(value)]));

const describeAttributes = (attributes: Attributes) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      { Type: value.DataType ?? 'String', Value: textOf(value) },
    ]),
  );

const textOf = ({ StringValue, BinaryValue }: MessageAttributeValue): string =>
  BinaryValue === undefined ? (StringValue ?? '') : Buffer.from(BinaryValue).toString('base64');

import {
  ConfirmSubscriptionCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SetSubscriptionAttributesCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { startTopic } from './start-topic.ts';

describe('a subscription by e-mail', () => {
  it('gets nothing before it is confirmed with the token that it was sent', async () => {
    const { client, subscribe, publish, pass, peer, TopicArn } = await startTopic();
    const { SubscriptionArn } = await subscribe({}, 'on-call@example.com');
    expect(SubscriptionArn).toBe('pending confirmation');
    await publish();
    await pass(10);
    const [asked, ...others] = peer().deliveries();
    expect(others).toEqual([]);
    const Token = asked?.attributes['Token'] ?? '';
    await client.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
    await publish({ Message: 'second' });
    await pass(10);
    expect(peer().deliveries().at(-1)).toMatchObject({ protocol: 'email', message: 'second' });
  });
});

describe('subscriptions', () => {
  it('can be listed, changed and ended', async () => {
    const { client, subscribe, TopicArn } = await startTopic();
    const { SubscriptionArn } = await subscribe();
    expect(await subscribe()).toMatchObject({ SubscriptionArn });
    await client.send(
      new SetSubscriptionAttributesCommand({
        SubscriptionArn,
        AttributeName: 'FilterPolicy',
        AttributeValue: '{"a":["b"]}',
      }),
    );
    const { Attributes } = await client.send(
      new GetSubscriptionAttributesCommand({ SubscriptionArn }),
    );
    expect(Attributes).toMatchObject({
      FilterPolicy: '{"a":["b"]}',
      FilterPolicyScope: 'MessageAttributes',
      PendingConfirmation: 'false',
      RawMessageDelivery: 'false',
    });
    await client.send(new UnsubscribeCommand({ SubscriptionArn }));
    const listed = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(listed.Subscriptions).toEqual([]);
  });
});
